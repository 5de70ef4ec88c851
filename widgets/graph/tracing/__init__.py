"""`GraphTracer`: the sweeps over a graph one step at a time, and what alone it needs.

`sweeps` asks `adlite` for the steps, `frame_maker` makes a `Frame` of each, with all words and
numbers, and `picture` draws frames without knowing what they mean.
"""

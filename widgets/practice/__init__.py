"""Questions that hear what a reader answers, and know the idea behind it.

`item` and `kinds` say what can be asked; `fingerprints` works out what misconceptions make of a
function, `graph_slips` what they make of the numbers of a computation graph, which `fill` asks;
`judge` says what an answer is, in Python and in the browser. It stands on `functions`, `live` and
adlite, and knows no explorer.
"""

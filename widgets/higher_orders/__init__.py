"""Section B.8: derivatives of higher order.

`DerivativeLadder` has one input and `Hessian` several; `QuadraticForm` turns a direction over a
Hessian. The other files are what only these need: a function whose Hessian is checked, its pictures
and its words, the numbers of derivatives, a quadratic form with its map and its surface. `widgets`
hands the explorers out; nothing else is for others, and nothing here knows of another wing.
"""

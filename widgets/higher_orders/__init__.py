"""Section B.8: derivatives of higher order.

`DerivativeLadder` has one input and `Hessian` several; the other files are what only these need: a
function whose Hessian is checked, its pictures and its words, the numbers of derivatives. `widgets`
hands the explorers out; nothing else is for others, and nothing here knows of another wing.
"""

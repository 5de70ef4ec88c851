"""Section B.4: functions of two inputs, their slopes and their tangent plane.

A file for each explorer; what they share with other wings is in `drawing` and `functions`.
`widgets` hands the explorers out; nothing else is for others.
"""

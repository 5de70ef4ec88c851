"""Section B.4: functions of two inputs, their slopes and their tangent plane."""

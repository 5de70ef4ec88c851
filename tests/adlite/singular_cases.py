"""Functions at singular points: name, code, point, and what is true there.

Where two numbers are true, one from each side, nothing is: the value is NaN.  UNDECIDED are points
whose limit exists, though one point cannot tell it: there a mode may be right or say NaN.
"""

import numpy as np

INF, NAN = np.inf, np.nan

FIRST = [
    # What np.where did not choose takes nothing, wherever the infinity stands.
    ("sin(log w), not chosen", lambda w: np.where(w > 0, np.sin(np.log(w)), w), -1.0, 1.0),
    ("exp(log(w)/2), not chosen", lambda w: np.where(w > 0, np.exp(0.5 * np.log(w)), w), -1.0, 1.0),
    ("sqrt(w) exp(-w), not chosen", lambda w: np.where(w > 0, np.sqrt(w) * np.exp(-w), w), -1.0, 1),
    ("tanh(sqrt w), not chosen", lambda w: np.where(w > 0, np.tanh(np.sqrt(w)), w), -1.0, 1.0),
    ("log w, not chosen at 0", lambda w: np.where(w > 0, np.log(w), w * w), 0.0, 0.0),
    ("1/w, not chosen at 0", lambda w: np.where(w > 0, 1 / w, w**3 + w), 0.0, 1.0),
    ("w/0, not chosen", lambda w: np.where(w > 0, w, w / 0), 1.0, 1.0),
    ("w log w, not chosen", lambda w: np.where(w > 0, w * np.log(w), 2 * w), 0.0, 2.0),
    ("w**0.3, not chosen", lambda w: np.where(w > 0, w**0.3, 3 * w), 0.0, 3.0),
    ("arccos, not chosen", lambda w: np.where(w < 1, np.arccos(w), w), 1.0, 1.0),
    ("arctanh, not chosen", lambda w: np.where(w < 1, np.arctanh(w), w), 1.0, 1.0),
    ("arctanh of more, not chosen", lambda w: np.where(w < 1, np.arctanh(w) ** 2, w), 2.0, 1.0),
    ("log1p, not chosen", lambda w: np.where(w > -1, np.log1p(w), w), -1.0, 1.0),
    ("sin w / w, not chosen", lambda w: np.where(w != 0, np.sin(w) / w, 1.0), 0.0, 0.0),
    ("softplus of 1000", lambda w: np.where(w > 30, w, np.log(1 + np.exp(w))), 1000.0, 1.0),
    ("sigmoid of -1000", lambda w: np.where(w < -30, 0 * w, 1 / (1 + np.exp(-w))), -1000.0, 0.0),
    ("select", lambda w: np.select([w > 0], [np.log(w)], w), 0.0, 1.0),
    ("twice not chosen", lambda w: np.where(w > 0, np.where(w > 1, 1, np.log(w)), w), -1.0, 1.0),
    # What is passed over, cut off or multiplied by 0 takes nothing.
    ("sqrt(max(w, 0))", lambda w: np.sqrt(np.maximum(w, 0)), -1.0, 0.0),
    ("sqrt(fmax(w, 0))", lambda w: np.sqrt(np.fmax(w, 0)), -1.0, 0.0),
    ("sqrt(-min(w, 0))", lambda w: np.sqrt(-np.minimum(w, 0)), 1.0, 0.0),
    ("cbrt(max(w, 0))", lambda w: np.cbrt(np.maximum(w, 0)), -1.0, 0.0),
    ("max(w, 0)**0.5", lambda w: np.maximum(w, 0) ** 0.5, -1.0, 0.0),
    ("log(max(w, 0))", lambda w: np.log(np.maximum(w, 0)), -1.0, 0.0),
    ("1/max(w, 0)", lambda w: 1 / np.maximum(w, 0), -1.0, 0.0),
    ("arccos(clip(w, -1, 1))", lambda w: np.arccos(np.clip(w, -1, 1)), 2.0, 0.0),
    ("sqrt(clip(w, 0, 1))", lambda w: np.sqrt(np.clip(w, 0, 1)), -1.0, 0.0),
    ("arctanh(clip(w, -1, 1))", lambda w: np.arctanh(np.clip(w, -1, 1)), -3.0, 0.0),
    ("0 * cbrt(w) + 3 w", lambda w: 0.0 * np.cbrt(w) + 3 * w, 0.0, 3.0),
    ("sqrt(0 w) + 3 w", lambda w: np.sqrt(w * 0.0) + 3 * w, 0.0, 3.0),
    ("sqrt(w - w)", lambda w: np.sqrt(w - w), -1.0, 0.0),
    ("(w - w)**1.5", lambda w: (w - w) ** 1.5, -1.0, 0.0),
    ("sqrt(floor(w))", lambda w: np.sqrt(np.floor(w)) + w, 0.5, 1.0),
    # Infinite slopes are slopes.
    ("sqrt", np.sqrt, 0.0, INF),
    ("cbrt", np.cbrt, 0.0, INF),
    ("log", np.log, 0.0, INF),
    ("arcsin", np.arcsin, 1.0, INF),
    ("arccos", np.arccos, 1.0, -INF),
    ("arctanh", np.arctanh, 1.0, INF),
    ("w**0.5", lambda w: w**0.5, 0.0, INF),
    ("w / 0.0", lambda w: w / 0.0, 1.0, INF),
    ("sqrt(sqrt w)", lambda w: np.sqrt(np.sqrt(w)), 0.0, INF),
    # Small numbers are no zeros.
    ("arctan2(w, 1e-200)", lambda w: np.arctan2(w, 1e-200), 1e-200, 5e199),
    ("w**1.5", lambda w: w**1.5, 0.0, 0.0),
    ("w**3", lambda w: w**3, 0.0, 0.0),
    # Kinks have the slope 0, a tie the mean.
    ("|w|", np.abs, 0.0, 0.0),
    ("hypot(w, 0)", lambda w: np.hypot(w, 0.0), 0.0, 0.0),
    ("max(w, 0)", lambda w: np.maximum(w, 0), 0.0, 0.5),
    ("clip(w, 0, inf)", lambda w: np.clip(w, 0, None), 0.0, 0.5),
    ("clip(w, w, 5)", lambda w: np.clip(w, w, 5.0), 2.0, 1.0),
]

UNDECIDED = [
    ("sqrt(w)**2", lambda w: np.sqrt(w) ** 2, 0.0, 1.0),
    ("sqrt(w) sqrt(w)", lambda w: np.sqrt(w) * np.sqrt(w), 0.0, 1.0),
    ("sqrt(w)**3", lambda w: np.sqrt(w) ** 3, 0.0, 0.0),
    ("w sqrt(w)", lambda w: w * np.sqrt(w), 0.0, 0.0),
    ("w w**0.5", lambda w: w * w**0.5, 0.0, 0.0),
    ("sqrt(w)**1.5", lambda w: np.sqrt(w) ** 1.5, 0.0, INF),
    ("exp(log(w)/2)", lambda w: np.exp(0.5 * np.log(w)), 0.0, INF),
    ("exp(log(w))", lambda w: np.exp(np.log(w)), 0.0, 1.0),
    ("1/log(w)", lambda w: 1 / np.log(w), 0.0, -INF),
    ("1/(1/w)", lambda w: 1 / (1 / w), 0.0, 1.0),
    ("cbrt(w)**3", lambda w: np.cbrt(w) ** 3, 0.0, 1.0),
    ("cbrt(w**3)", lambda w: np.cbrt(w**3), 0.0, 1.0),
    ("sqrt(w**4)", lambda w: np.sqrt(w**4), 0.0, 0.0),
    ("sqrt(w**2)", lambda w: np.sqrt(w**2), 0.0, NAN),
    ("cbrt(w - sin w)", lambda w: np.cbrt(w - np.sin(w)), 0.0, 6 ** (-1 / 3)),
    ("exp(-1/w**2)", lambda w: np.exp(-1 / w**2), 0.0, 0.0),
    ("tanh(log w)", lambda w: np.tanh(np.log(w)), 0.0, 0.0),
    ("arctan(1/w)", lambda w: np.arctan(1 / w), 0.0, NAN),
    ("w**w", lambda w: w**w, 0.0, -INF),
    ("sin(w)/w", lambda w: np.sin(w) / w, 0.0, 0.0),
    ("arccos(cos w)", lambda w: np.arccos(np.cos(w)), 0.0, NAN),
]

# Second derivatives: a kink inside a smooth function, and what is not chosen.
SECOND = [
    ("cos|w|", lambda w: np.cos(np.abs(w)), 0.0, -1.0),
    ("|w|**2", lambda w: np.abs(w) ** 2, 0.0, 2.0),
    ("cosh(hypot(w, 0))", lambda w: np.cosh(np.hypot(w, 0.0)), 0.0, 1.0),
    ("hypot(w, 2w)**2", lambda w: np.hypot(w, 2 * w) ** 2, 0.0, 10.0),
    ("norm**2", lambda w: np.linalg.norm(np.stack([w, 2 * w])) ** 2, 0.0, 10.0),
    ("cos(norm)", lambda w: np.cos(np.linalg.norm(np.stack([w, w]))), 0.0, -2.0),
    ("std**2", lambda w: np.std(np.stack([w, -w])) ** 2, 0.0, 2.0),
    ("|w|", np.abs, 0.0, NAN),
    ("max(w, 0)", lambda w: np.maximum(w, 0), 0.0, NAN),
    ("max(w, 0)**2", lambda w: np.maximum(w, 0) ** 2, 0.0, NAN),
    ("max(w**2, -w**2)", lambda w: np.maximum(w**2, -(w**2)), 0.0, 2.0),
    ("fmin(w**2, 2 w - 1)", lambda w: np.fmin(w**2, 2 * w - 1), 1.0, 0.0),
    ("w clip(w, 0, 1)", lambda w: w * np.clip(w, 0, 1), 1.0, NAN),
    ("max of w, w**2", lambda w: np.max(np.stack([w, w**2])), 1.0, NAN),
    ("ptp of w, w**2", lambda w: np.ptp(np.stack([w, w**2])), 1.0, NAN),
    ("sort of w, w**2, 3", lambda w: np.sort(np.stack([w, w**2, 3]))[1], 1.0, NAN),
    ("median of w, w**2, 3", lambda w: np.median(np.stack([w, 3, w**2])), 1.0, NAN),
    ("partition of w, w**2", lambda w: np.partition(np.stack([w, w**2]), 1)[0], 1.0, NAN),
    ("w w**0.5", lambda w: w * w**0.5, 0.0, INF),
    ("sqrt, not chosen", lambda w: np.where(w > 0, np.sqrt(w), w * w), 0.0, 2.0),
    ("log, not chosen", lambda w: np.where(w > 0, np.log(w), w**2), -1.0, 2.0),
    ("w log w, not chosen, squared", lambda w: np.where(w > 0, w * np.log(w), w) ** 2, 0.0, 2.0),
    ("sqrt(max(w, 0)) + w**2", lambda w: np.sqrt(np.maximum(w, 0)) + w**2, -1.0, 2.0),
]

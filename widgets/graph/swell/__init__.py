"""`ExpressionSwell`: how long a derivative is when written out, and what alone it needs.

SymPy is used here and nowhere else, and loaded only for a formula that a reader types: what it
counts of the presets is kept in `expression_swell.json`.
"""

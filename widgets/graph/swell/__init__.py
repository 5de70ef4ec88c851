"""`ExpressionSwell` and what it alone needs."""

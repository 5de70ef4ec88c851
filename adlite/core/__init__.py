"""The differentiator that stands alone: one rule table, a tape, forward mode, the operators."""

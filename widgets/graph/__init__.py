"""Sections B.5 to B.7: computation graphs and the two modes."""

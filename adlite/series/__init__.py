"""Taylor mode: jets, polynomials, one-sided derivatives."""

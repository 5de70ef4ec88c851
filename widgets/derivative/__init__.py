"""Section B.2: tangents, secants, kinks, and what storing numbers does to a quotient."""

"""Section B.2: tangents, secants, kinks, and what storing numbers does to a quotient.

A file for each explorer, and helpers that only this wing has a use for. `widgets` hands the
explorers out; nothing else is for others, and nothing here knows of another wing.
"""

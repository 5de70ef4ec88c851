"""Section B.3: the rules for derivatives, each put to the test.

A file for each explorer, and helpers that only this wing has a use for. `widgets` hands the
explorers out; nothing else is for others, and nothing here knows of another wing.
"""

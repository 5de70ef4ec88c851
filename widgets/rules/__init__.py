"""Section B.3: the rules for derivatives, each put to the test."""

"""Section B.10: using autograd, and what goes wrong.

`ErrorClinic` has a list of mistakes and a diagnosis of a reader's own code, `Flattening` a function
flattened. Both run autograd itself, as a reader does; who only wants a number from it asks
`functions.by_autograd`. `widgets` hands the explorers out; nothing else is for others, and nothing
here knows of another wing.
"""

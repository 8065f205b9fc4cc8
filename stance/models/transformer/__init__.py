"""The fine-tuned encoder: one pass over a sentence and its context finds the actors and tells role and stance of each.

`model` is the model of the contract. `encoding`, `session`, `heads`, `forward` and `confidence` are all it needs to
predict, without torch; `items`, `network`, `trainer` and `finetuning` are what it needs to learn.
"""

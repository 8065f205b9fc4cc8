"""Making models: the corpus, training, evaluation, tracking. It imports `stance`, never the reverse."""

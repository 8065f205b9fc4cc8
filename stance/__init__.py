"""Who says what about a troop withdrawal: actors, their roles and their stances from news articles."""

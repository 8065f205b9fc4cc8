"""Measurements against other people's tools and data, each a command of its own."""

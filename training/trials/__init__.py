"""Trials: what must hold for any text, any file, any fault and any caller, tried many times over and counted."""

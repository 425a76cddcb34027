"""Verbs of the custody of money."""

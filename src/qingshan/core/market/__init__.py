"""Deals, fees and settlement chains as pure functions."""

"""Zones and claims laid over a forest: eligibility, double counting, redline."""

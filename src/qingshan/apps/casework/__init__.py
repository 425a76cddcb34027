"""Matters before an office, under a clock: acceptance, corrections, checks, decisions, letters."""

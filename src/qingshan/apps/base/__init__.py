"""Verb, journal, clock, working days, files, numbering, refusal texts and the page frame."""

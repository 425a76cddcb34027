"""Tickets as security: pledge, release, default, disposal."""

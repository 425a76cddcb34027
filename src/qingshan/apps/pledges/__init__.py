"""Tickets as security: pledge, release."""

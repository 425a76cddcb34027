"""Calls to programs of others: what happened, signed, sent again until it arrives."""

"""Listings, deals and settlement against money."""

"""Sealed one-way auctions: bids that nobody reads before the opening, one price for all."""

"""Acts of the market: money in, listing, deal, settlement."""

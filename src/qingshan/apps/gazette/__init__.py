"""Reports of the market: what was issued, dealt, pledged and retired in a month or a year."""

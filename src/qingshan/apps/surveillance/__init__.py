"""What stands out among the deals of the market, and what the exchange does about it (交易监控)."""

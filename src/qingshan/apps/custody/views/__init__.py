"""Pages of the custody of money."""

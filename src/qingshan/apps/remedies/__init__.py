"""What courts order: purchases that end in retirement, freezes, transfers by force."""

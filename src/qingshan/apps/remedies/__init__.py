"""Court-ordered purchases that end in retirement."""

"""Lists of people with small shares: what they look like and what is wrong with them."""

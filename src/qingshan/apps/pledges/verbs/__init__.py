"""Acts on pledges."""

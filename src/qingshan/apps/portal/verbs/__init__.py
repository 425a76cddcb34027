"""Acts on shared reports."""

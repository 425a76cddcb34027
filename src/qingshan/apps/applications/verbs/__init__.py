"""Acts on drafts and applications."""

"""Acts on court-ordered purchases."""

"""Acts on parties and people."""

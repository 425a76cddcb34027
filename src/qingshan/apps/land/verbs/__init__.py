"""Acts on surveys and administrative units."""

"""Acts of expert review."""

"""Pages of verification and of expert review."""

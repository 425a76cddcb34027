"""Acts that bring units into being and take them out for good."""

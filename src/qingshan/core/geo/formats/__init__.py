"""The formats in which offices send layers, each read by its own file."""

"""What is done to the log."""

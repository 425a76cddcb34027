"""What changes in the room interface."""

"""What changes in the room base."""

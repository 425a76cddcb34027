"""What changes in the room letters."""

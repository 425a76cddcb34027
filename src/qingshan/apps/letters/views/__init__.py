"""The pages of the room letters."""

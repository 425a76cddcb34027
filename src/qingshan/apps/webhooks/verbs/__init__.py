"""What changes in the room webhooks."""

"""The pages of the room webhooks."""

"""Notifications and letters: who is told what happened, by which way and on which paper."""

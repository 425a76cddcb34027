"""Journeys through every room: the main walk and the demonstration province."""

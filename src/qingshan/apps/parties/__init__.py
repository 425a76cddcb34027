"""Organisations, people and the roles they hold."""

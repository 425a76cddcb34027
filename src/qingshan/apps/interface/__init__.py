"""The interface for programs: what a page shows or does, as described operations."""

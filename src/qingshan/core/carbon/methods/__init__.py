"""The measuring methods, a folder each with its version; a published one never changes."""

"""The land and its tickets as layers for other systems: OGC API Features."""

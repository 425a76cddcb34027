"""The science floor: no web framework, no database, no network."""

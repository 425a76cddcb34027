"""The public log: every event and every chain in one growing tree, its heads signed daily."""

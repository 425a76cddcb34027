"""How the house is started: settings, database, addresses, command line."""

"""Forest carbon: compartments, methods by version, runs that can be replayed and explained."""

"""Field data checked before it is believed: positions, heights, digits, photos, two occasions."""

"""What one tree holds and weighs: volume, biomass and culm equations, species, fallbacks."""

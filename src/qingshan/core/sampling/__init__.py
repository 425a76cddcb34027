"""Sample plots: design, places in the forest, tables of trees, estimates with their uncertainty."""

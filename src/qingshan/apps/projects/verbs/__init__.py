"""Acts from registration of a project to its verified report."""

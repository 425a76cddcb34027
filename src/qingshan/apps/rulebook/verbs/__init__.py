"""Acts of the rulebook: rules announced and withdrawn."""

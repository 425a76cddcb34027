"""Growth curves fitted on a user's own stands, with bands, and never used far beyond their data."""

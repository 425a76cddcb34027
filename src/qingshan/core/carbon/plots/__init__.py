"""The route over sample plots: from measured trees to the removal of a project and its error."""

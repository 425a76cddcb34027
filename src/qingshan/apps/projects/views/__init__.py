"""Pages of a case for its parties: measuring, results, papers."""

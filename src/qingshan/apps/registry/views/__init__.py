"""Pages of the signing desk, of the registrar's work on tickets, and of holders."""

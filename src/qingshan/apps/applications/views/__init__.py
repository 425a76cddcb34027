"""Pages of the application: its steps, its papers, its way through the offices."""

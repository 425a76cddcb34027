"""Pages of notices and complaints."""

"""Public notice of reports, the comments on them with their answers, and complaints."""

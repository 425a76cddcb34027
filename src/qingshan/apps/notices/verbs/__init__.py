"""Acts on notices, comments and complaints."""

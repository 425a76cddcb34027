"""Pages of signing in, of one's own account, of opening accounts and of roles."""

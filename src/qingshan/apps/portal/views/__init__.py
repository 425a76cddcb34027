"""The public pages and the workspace, a file a subject."""

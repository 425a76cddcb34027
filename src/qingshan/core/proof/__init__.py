"""Signatures and digests that a stranger can check offline."""

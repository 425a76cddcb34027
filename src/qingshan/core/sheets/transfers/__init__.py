"""Transfers without a trade that rest on one paper: one line each."""

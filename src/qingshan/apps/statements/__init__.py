"""Statements of account: all that happened to a party's money or units in a month or a year."""

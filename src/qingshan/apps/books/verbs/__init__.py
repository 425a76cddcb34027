"""Acts on the ledger itself."""

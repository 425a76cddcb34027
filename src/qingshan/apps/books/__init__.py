"""The stored ledger: one door into PostgreSQL, its reads and its day seals."""

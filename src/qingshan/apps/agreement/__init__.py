"""Registry, exchange and custody held against the ledger every night, for everybody to see."""

"""The pure ledger: three nouns (account, hold, transfer) and four acts (post, hold, settle, release)."""

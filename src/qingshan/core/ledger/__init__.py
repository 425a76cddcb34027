"""The pure ledger: account, hold, transfer; post, hold, settle, release."""

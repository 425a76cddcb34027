"""Client money at the custody bank: accounts, payments in and out, statements, reconciliation."""

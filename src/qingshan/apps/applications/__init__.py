"""Applications for tickets: a draft filled in by steps, handed in as one act, followed up."""

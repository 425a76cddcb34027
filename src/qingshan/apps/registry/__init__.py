"""Who brings tickets into being: co-signing, issue, retirement, certificates."""

"""Pages of consents and rights check sheets."""

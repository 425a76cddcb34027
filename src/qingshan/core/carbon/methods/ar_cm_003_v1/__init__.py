"""AR-CM 森林经营 v1: statement, formulas and worked cases."""

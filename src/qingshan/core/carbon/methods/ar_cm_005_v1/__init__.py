"""AR-CM 竹林经营 v1: statement, formulas and worked cases."""

"""AR-CM 碳汇造林 v1: statement, formulas and worked cases."""

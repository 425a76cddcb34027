"""CCER 造林碳汇 v1: statement, formulas and worked cases."""

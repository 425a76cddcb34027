"""Formulas that several methods share: stocks, emissions, wood products, deductions."""

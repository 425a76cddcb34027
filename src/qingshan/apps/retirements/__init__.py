"""Retirements for a beneficiary, and small shares of many people pooled on one certificate."""

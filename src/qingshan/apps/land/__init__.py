"""Surveys, sub-compartments and administrative units."""

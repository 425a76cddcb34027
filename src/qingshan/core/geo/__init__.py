"""Geodata in and out: encodings, coordinate systems, shapes, overlaps."""

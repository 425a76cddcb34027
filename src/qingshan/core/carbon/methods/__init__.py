"""The measuring methods, one folder each with its version in the name; a published folder never
changes.
"""

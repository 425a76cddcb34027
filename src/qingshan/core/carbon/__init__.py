"""Forest carbon: the compartment schema, methods by version, runs that can be replayed and
explained.
"""

"""Dated parameter rows with unit, source, basis and confidence, read strictly."""

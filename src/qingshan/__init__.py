"""Qingshan: an open platform for realising the value of ecological products."""

__version__ = "0.1.0"

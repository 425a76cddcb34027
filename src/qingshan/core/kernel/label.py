"""A name or sentence in the two languages of the house, kept side by side."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """One text, Chinese first: ``Label("小班", "sub-compartment")``."""

    zh: str
    en: str

    def say(self, language: str = "zh") -> str:
        """The text in ``zh`` (any Chinese tag) or ``en``."""
        return self.zh if language.lower().startswith("zh") else self.en

    def __str__(self) -> str:
        return self.zh

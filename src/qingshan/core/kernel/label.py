"""A name or sentence in the two languages of the house, kept side by side."""

from __future__ import annotations

from collections.abc import Iterable
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


def enumerated(labels: Iterable[Label]) -> Label:
    """Several texts as one, in their order: ``甲、乙`` and ``a, b``; of none it is empty."""
    named = list(labels)
    return Label("、".join(one.zh for one in named), ", ".join(one.en for one in named))

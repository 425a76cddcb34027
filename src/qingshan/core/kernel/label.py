"""A name or sentence in the two languages of the house, kept side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias


class Label(NamedTuple):
    """One text, Chinese first: ``Label("小班", "sub-compartment")``."""

    zh: str
    en: str

    def say(self, language: str = "zh") -> str:
        """The text in ``zh`` (any Chinese tag) or ``en``."""
        return self.zh if language.lower().startswith("zh") else self.en

    def __str__(self) -> str:
        return self.zh


Text: TypeAlias = str | Label
"""One text that is the same in every language, such as a number, or the pair of both."""


def said(text: Text, language: str = "zh") -> str:
    """A text in one language; one that is no pair stays as it is."""
    return text.say(language) if isinstance(text, Label) else text


def facts_said(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The facts that fill a sentence, the labels among them in its language."""
    return {
        name: fact.say(language) if isinstance(fact, Label) else fact
        for name, fact in facts.items()
    }


def joined(texts: Iterable[Text], by: str = ", ") -> Text:
    """Several texts as one; a pair as soon as one of them is a pair."""
    among = list(texts)
    if not any(isinstance(one, Label) for one in among):
        return by.join(said(one) for one in among)
    return Label(*(by.join(said(one, language) for one in among) for language in ("zh", "en")))


def enumerated(labels: Iterable[Label]) -> Label:
    """Several texts as one, in their order: ``甲、乙`` and ``a, b``; of none it is empty."""
    named = list(labels)
    return Label("、".join(one.zh for one in named), ", ".join(one.en for one in named))

"""The world's faults as values: what is refused, where, why and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qingshan.core.kernel.label import Label, Text, facts_said, said


@dataclass(frozen=True)
class RefusalText:
    """The three sentences of one refusal code; ``{name}`` takes the fact of that name."""

    what: Label
    why: Label
    remedy: Label


_TEXTS: dict[str, RefusalText] = {}


def declare(code: str, *, what: Label, why: Label, remedy: Label) -> str:
    """Enter a refusal code with its sentences; each room declares its own in ``refusals.py``.

    Raises
    ------
    ValueError
        If the code was declared before with other sentences.
    """
    text = RefusalText(what, why, remedy)
    if _TEXTS.get(code, text) != text:
        raise ValueError(f"refusal {code} is declared twice")
    _TEXTS[code] = text
    return code


def declared() -> Mapping[str, RefusalText]:
    """Every refusal code known so far, with its sentences."""
    return dict(_TEXTS)


@dataclass(frozen=True)
class Refusal:
    """One thing that is wrong: a declared code, a place and the facts that fill its sentences.

    The place is one text where it reads the same in every language (a number, a cell, a name),
    else a label (``Label("第 3 行", "line 3")``).
    """

    code: str
    place: Text = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A code nobody declared is our fault, not the world's."""
        if self.code not in _TEXTS:
            raise AssertionError(f"refusal {self.code} is not declared")

    def _say(self, label: Label, language: str) -> str:
        return label.say(language).format_map(_Facts(self.facts, self.place, language))

    def where(self, language: str = "zh") -> str:
        """The place in one language."""
        return said(self.place, language)

    def what(self, language: str = "zh") -> str:
        """What happened, in one sentence."""
        return self._say(_TEXTS[self.code].what, language)

    def why(self, language: str = "zh") -> str:
        """Why it matters."""
        return self._say(_TEXTS[self.code].why, language)

    def remedy(self, language: str = "zh") -> str:
        """What to do about it."""
        return self._say(_TEXTS[self.code].remedy, language)

    def as_dict(self, language: str | None = None) -> dict[str, Any]:
        """For JSON: code, place and the sentences in one language, or both when none is named.

        Of both languages ``place`` is the Chinese; in ``zh`` and ``en`` it stands with the
        sentences.
        """
        if language is not None:
            return {"code": self.code, **self._told(language)}
        told = {each: self._told(each) for each in ("zh", "en")}
        return {"code": self.code, "place": told["zh"]["place"], **told}

    def _told(self, language: str) -> dict[str, str]:
        return {
            "place": self.where(language),
            "what": self.what(language),
            "why": self.why(language),
            "remedy": self.remedy(language),
        }


class _Facts(dict[str, Any]):
    """Facts for formatting, a label in the language of the sentence.

    A forgotten fact shows as a question mark instead of an exception.
    """

    def __init__(self, facts: Mapping[str, Any], place: Text, language: str) -> None:
        super().__init__(facts_said(facts, language))
        self.setdefault("place", said(place, language))

    def __missing__(self, key: str) -> str:
        return "?"


class Refused(Exception):
    """An act or an input is refused; carries every reason at once."""

    def __init__(self, *refusals: Refusal) -> None:
        assert refusals, "a refusal needs a reason"
        self.refusals = refusals
        super().__init__("; ".join(f"[{r.code}] {r.where('en')} {r.what('en')}" for r in refusals))

    @classmethod
    def because(cls, code: str, place: Text = "", **facts: Any) -> Refused:
        """One refusal as an exception."""
        return cls(Refusal(code, place, facts))


def refuse_all(refusals: Iterable[Refusal]) -> None:
    """Raise ``Refused`` with everything collected, or pass when nothing is wrong."""
    collected = tuple(refusals)
    if collected:
        raise Refused(*collected)


def must_say(text: str, code: str, place: Text = "") -> str:
    """What somebody has to say, without blanks around it; refused by its code when it is empty."""
    if not text.strip():
        raise Refused.because(code, place)
    return text.strip()

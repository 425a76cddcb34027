"""What a visitor tells beside a file: all of it may be left out, none of it is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingshan.apps.land.refusals import DECLARED_UNKNOWN
from qingshan.core.carbon.parameters import reference_books
from qingshan.core.carbon.stands import (
    AGE_GROUPS,
    ORIGINS,
    StandFacts,
    kinds_of,
    species_labels,
)
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf
from qingshan.core.zoning.activity import Activity, activities

FIELDS: Mapping[str, Label] = {
    "species": Label("优势树种", "dominant species"),
    "origin": Label("起源", "origin"),
    "age_group": Label("龄组", "age group"),
    "activity": Label("经营活动", "activity"),
}


@dataclass(frozen=True)
class Declared:
    """What was told beside the file, read once; ``activity`` is None where nobody said."""

    households: int | None = None
    tenure_number: str = ""
    stands: StandFacts = field(default_factory=StandFacts)
    activity: Activity | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON: empty and null where nothing was said; the certificate's number stays out."""
        return {
            "species": self.stands.species,
            "origin": self.stands.origin,
            "age_group": self.stands.age_group or None,
            "activity": self.activity.code if self.activity else "",
        }


def declared_of(told: Mapping[str, Any], as_of: date) -> Declared:
    """What a form, a request or a command told; codes, Chinese and English words are understood.

    Parameters
    ----------
    told
        ``households``, ``tenure_number`` and the names of ``FIELDS``; others are passed over.
    as_of
        The day under which the tables of words are read.

    Raises
    ------
    Refused
        E-EL-13 for every word that no table knows.
    """
    choices = {name: known_words(name, as_of) for name in FIELDS}
    read: dict[str, str] = {}
    wrong: list[Refusal] = []
    for name, field_label in FIELDS.items():
        value = str(told.get(name) or "").strip()
        found = _read(name, value, choices[name], as_of) if value else ""
        if found is None:
            facts = {"field": field_label, "value": value[:60], "known": _known(choices[name])}
            wrong.append(Refusal(DECLARED_UNKNOWN, name, facts))
        read[name] = found or ""
    refuse_all(wrong)
    households = told.get("households")
    return Declared(
        households=int(households) if households else None,
        tenure_number=told.get("tenure_number") or "",
        stands=StandFacts(read["species"], read["origin"], int(read["age_group"] or 0)),
        activity=activities(open_shelf(), as_of).get(read["activity"]),
    )


def known_words(name: str, as_of: date) -> dict[str, Label]:
    """What may be declared under a name of ``FIELDS``: codes and words, in order for a list."""
    shelf = open_shelf()
    if name == "species":
        return species_labels(shelf, as_of)
    if name == "origin":
        return dict(ORIGINS)
    if name == "age_group":
        return {str(number): label for number, label in AGE_GROUPS.items()}
    return {code: one.label for code, one in activities(shelf, as_of).items()}


def _read(name: str, value: str, known: Mapping[str, Label], as_of: date) -> str | None:
    """The code that a word stands for; survey codes of species and origin are taken too."""
    if value in known:
        return value
    for code, label in known.items():
        if value.casefold() in {label.zh, label.en.casefold(), label.zh.removesuffix("林")}:
            return code
    if name not in {"species", "origin"}:
        return None
    shelf = open_shelf()
    books = reference_books(shelf, as_of)
    if name == "origin":
        return books.origins.get(value)
    found = books.species.find(value)
    return found.meaning if found and found.meaning in kinds_of(shelf, as_of) else None


def _known(words: Mapping[str, Label]) -> Label:
    return Label("、".join(words), ", ".join(words))

"""Whether somebody stands on a list of persons with whom no business may be done.

A list that is missing or old never says that somebody is clear: the answer is then unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from django.db.models import QuerySet

from qingshan.apps.parties import rules
from qingshan.apps.parties.models import ScreeningEntry, ScreeningList

Outcome = Literal["no_hit", "hit", "unknown"]


@dataclass(frozen=True)
class Subject:
    """One person or organisation to look for, by name and by the sealed number of its paper."""

    name: str
    number_sealed: str = ""


@dataclass(frozen=True)
class Screening:
    """What a source found: the hits, and the lists that it looked into."""

    outcome: Outcome
    hits: tuple[dict[str, str], ...] = ()
    lists: tuple[dict[str, str], ...] = ()


class Source(Protocol):
    """Something that can be asked; a service of the central bank would be another one."""

    def look(self, subjects: Sequence[Subject], when: datetime) -> Screening:
        """What is known of these subjects now."""
        ...


class ImportedLists:
    """Lists that the register has imported as files; of each name the latest counts."""

    def look(self, subjects: Sequence[Subject], when: datetime) -> Screening:
        """Every entry with the same plain name or the same number."""
        lists = latest_lists()
        told = tuple(
            {"name": one.name, "published": str(one.published), "imported": str(one.imported)}
            for one in lists
        )
        names = {plain(subject.name): subject.name for subject in subjects if subject.name}
        numbers = {one.number_sealed: one.name for one in subjects if one.number_sealed}
        entries = ScreeningEntry.objects.filter(list__in=lists).select_related("list")
        found = [
            *_hits(entries.filter(plain__in=list(names)), "name"),
            *_hits(entries.filter(number_sealed__in=list(numbers)), "number"),
        ]
        if found:
            return Screening("hit", tuple(found), told)
        fresh = timedelta(days=rules.number("screening", "fresh_days", "d", when.date()))
        is_known = bool(lists) and all(when - one.imported <= fresh for one in lists)
        return Screening("no_hit" if is_known else "unknown", (), told)


SOURCES: tuple[Source, ...] = (ImportedLists(),)


def screened(subjects: Sequence[Subject], when: datetime) -> Screening:
    """All sources together: one hit is a hit, one that does not know leaves it unknown."""
    answers = [source.look(subjects, when) for source in SOURCES]
    outcomes = {answer.outcome for answer in answers}
    outcome: Outcome = "hit" if "hit" in outcomes else "unknown"
    if outcomes == {"no_hit"}:
        outcome = "no_hit"
    return Screening(
        outcome,
        tuple(hit for answer in answers for hit in answer.hits),
        tuple(one for answer in answers for one in answer.lists),
    )


def latest_lists() -> list[ScreeningList]:
    """Of each list the version published last."""
    rows = ScreeningList.objects.order_by("name", "-published").distinct("name")
    return list(rows)


def plain(name: str) -> str:
    """A name as it is compared: no width, case, blanks, dots or marks."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign)
    )
    return re.sub(r"[\W_]+", "", bare)


def _hits(entries: QuerySet[ScreeningEntry], by: str) -> list[dict[str, str]]:
    return [
        {
            "list": entry.list.name,
            "published": str(entry.list.published),
            "entry": entry.name,
            "by": by,
        }
        for entry in entries.order_by("pk")
    ]

"""What a request names by its number, or a party by a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.base.rows import having
from qingshan.apps.interface.refusals import PARTY_UNKNOWN
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import parties_told
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.errors import Refusal

M = TypeVar("M", bound=Model)
WRONG = 422


def numbered(rows: QuerySet[M], number: str) -> M:
    """The row of a number among those that one may see; 404, which tells the number, for others."""
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def ticket_named(number: str) -> Ticket:
    """The ticket of a number, 404 where there is none."""
    found = having(Ticket, "number", [number])
    if not found:
        raise Http404(number)
    return found[0]


def parties_named(told: Iterable[tuple[str, str]]) -> list[Party]:
    """The parties of some words, each with the field in which it stands.

    Raises
    ------
    TurnedAway
        422 and E-IF-21 for every word that fits no party, or several.
    """
    asked = list(told)
    known = parties_told([word for _, word in asked])
    wrong = [
        Refusal(PARTY_UNKNOWN, field, {"party": word}) for field, word in asked if word not in known
    ]
    if wrong:
        raise TurnedAway.all(wrong, status=WRONG)
    return [known[word] for _, word in asked]

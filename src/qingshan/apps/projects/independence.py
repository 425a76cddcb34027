"""Who may not be who: owner, measuring body, verifying body and reviewers are independent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q

from qingshan.apps.parties.reads import party
from qingshan.apps.projects.models import TIES, Tie
from qingshan.apps.projects.refusals import BODY_CONFLICT, TIE_STANDS
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.tables.shelf import open_shelf

TABLE = "projects.rule"


def refuse_conflict(body: int, *others: int, as_of: date) -> None:
    """Refuse (E-PJ-02, E-PJ-06) a body with another part in the project, or with a recent tie."""
    refuse_all(conflicts(body, others, as_of))


def conflicts(body: int, others: Collection[int], as_of: date) -> list[Refusal]:
    """Why a party may not act beside others: it is one of them, or had a tie with one."""
    found, name = [], party(body).name
    if body in others:
        found.append(Refusal(BODY_CONFLICT, name, {"party": name}))
    years = tie_years(as_of)
    for tie in standing_ties(body, others, as_of):
        other = tie.other if tie.party_id == body else tie.party
        facts = {
            "party": name,
            "other": other.name,
            "years": years,
            "kind": TIES[tie.kind].zh,
            "kind_en": TIES[tie.kind].en,
        }
        found.append(Refusal(TIE_STANDS, name, facts))
    return found


def standing_ties(body: int, others: Collection[int], as_of: date) -> Iterator[Tie]:
    """Declared ties between a party and others that hold, or held within the years that count."""
    years = tie_years(as_of)
    first = _years_before(as_of, years)
    between = Q(party=body, other__in=others) | Q(other=body, party__in=others)
    counts = Q(until=None) | Q(until__gte=first)
    yield from Tie.objects.filter(between & counts).select_related("party", "other").order_by("pk")


def tie_years(as_of: date) -> int:
    """For how many years a tie that has ended still keeps somebody away."""
    row = open_shelf().value(TABLE, key="independence", name="tie_years", unit="yr", as_of=as_of)
    return int(row.value)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)

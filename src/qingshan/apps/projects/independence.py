"""Who may not be who: owner, measuring body, verifying body and reviewers are independent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingshan.apps.parties.reads import party
from qingshan.apps.projects.models import TIES, Tie
from qingshan.apps.projects.refusals import BODY_CONFLICT, TIE_STANDS
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

TABLE = "projects.rule"
OWNER = Label("项目业主", "owner")
MEASURER = Label("计量监测机构", "measuring body")
VERIFIER = Label("核查机构", "verifying body")
"""What a party may be in a project; nobody is two of them."""

HOLDS = Label("仍在持续", "it still holds")


def refuse_conflict(body: int, others: Mapping[int, Label], as_of: date) -> None:
    """Refuse (E-PJ-02, E-PJ-06) a body with another part in the project, or with a recent tie."""
    refuse_all(conflicts(body, others, as_of))


def conflicts(body: int, others: Mapping[int, Label], as_of: date) -> list[Refusal]:
    """Why a party may not act beside others, each with what it is: it is one, or had a tie."""
    found, judged = [], party(body)
    name, label = judged.name, judged.label
    if body in others:
        part = others[body]
        facts = {"party": label, "part": part}
        found.append(Refusal(BODY_CONFLICT, name, facts))
    years = tie_years(as_of)
    for tie in standing_ties(body, others, as_of):
        other = tie.other if tie.party_id == body else tie.party
        told: dict[str, Any] = {
            "party": label,
            "other": other.label,
            "part": others[other.pk],
            "years": years,
            "kind": TIES[tie.kind],
            "until": _until(tie),
        }
        found.append(Refusal(TIE_STANDS, name, told))
    return found


def standing_ties(body: int, others: Collection[int], as_of: date) -> Iterator[Tie]:
    """Declared ties between a party and others that hold, or held within the years that count.

    What a party declared last about a tie of one kind counts: so it tells that one has ended.
    """
    years = tie_years(as_of)
    first = _years_before(as_of, years)
    between = Q(party=body, other__in=others) | Q(other=body, party__in=others)
    counts = Q(until=None) | Q(until__gte=first)
    newest = declared_ties().filter(between & counts)
    yield from newest.select_related("party", "other").order_by("pk")


def declared_ties() -> QuerySet[Tie]:
    """What each party declared last about each other party and kind of tie."""
    same = {name: OuterRef(name) for name in ("party", "other", "kind")}
    return Tie.objects.exclude(Exists(Tie.objects.filter(pk__gt=OuterRef("pk"), **same)))


def _until(tie: Tie) -> Label:
    if tie.until is None:
        return HOLDS
    return Label(f"{tie.until} 结束", f"it ended on {tie.until}")


def tie_years(as_of: date) -> int:
    """For how many years a tie that has ended still keeps somebody away."""
    row = open_shelf().value(TABLE, key="independence", name="tie_years", unit="yr", as_of=as_of)
    return int(row.value)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)

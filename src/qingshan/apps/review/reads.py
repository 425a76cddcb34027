"""Where reviews stand, what each may see of them, and whether a report may go on to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from qingshan.apps.base.call import Actor
from qingshan.apps.projects.models import Report
from qingshan.apps.review.models import Panel, PanelQuestion, PoolExpert, Seat, Vote
from qingshan.apps.review.refusals import CHANGED_SINCE_VOTE, NOT_RECOMMENDED, NOT_REVIEWED
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label, enumerated

NAMED = 3
"""How many changes a refusal names; the desk lists them all."""


@dataclass(frozen=True)
class Change:
    """One thing in which a report differs from the one that was voted on."""

    where: Label
    before: str
    after: str


def panels() -> QuerySet[Panel]:
    """All panels, the newest first."""
    return Panel.objects.select_related("report__run__monitoring__project__party").order_by("-pk")


def panels_of(parties: Iterable[int]) -> QuerySet[Panel]:
    """Panels on which some experts have a seat that they did not give up."""
    mine = Seat.objects.filter(panel=OuterRef("pk"), expert__party__in=list(parties))
    return panels().filter(Exists(mine.exclude(state="recused")))


def reports_without_panel() -> QuerySet[Report]:
    """Verified reports that count and that no panel reviews or has reviewed, the oldest first."""
    newer = Report.objects.filter(
        run__monitoring=OuterRef("run__monitoring"), pk__gt=OuterRef("pk")
    )
    standing = Panel.objects.filter(report=OuterRef("pk")).exclude(state="void")
    return (
        Report.objects.filter(~Exists(newer), ~Exists(standing), run__monitoring__state="verified")
        .select_related("run__monitoring__project")
        .order_by("pk")
    )


def pool() -> QuerySet[PoolExpert]:
    """Every expert that was entered, in order."""
    return PoolExpert.objects.select_related("party").order_by("number")


def seats_of(panel: Panel) -> QuerySet[Seat]:
    """All seats by place, those given up before those that replaced them."""
    return panel.seats.select_related("expert__party", "signature").order_by("place", "pk")


def members_of(panel: Panel) -> QuerySet[Seat]:
    """The seats that count."""
    return seats_of(panel).exclude(state="recused")


def questions_of(panel: Panel) -> QuerySet[PanelQuestion]:
    """What members asked, with the answers; for all members and those concerned."""
    return (
        PanelQuestion.objects.filter(seat__panel=panel)
        .select_related("seat__expert", "reply__party")
        .order_by("pk")
    )


def votes_shown(panel: Panel, actor: Actor) -> QuerySet[Vote]:
    """The votes that somebody may see: all once the panel is closed, before that the own one."""
    found = Vote.objects.filter(seat__panel=panel).select_related("seat__expert")
    if panel.state != "closed":
        found = found.filter(seat__expert__party__in=actor.parties)
    return found.order_by("seat__place")


def latest_vote(report: Report) -> Panel | None:
    """The newest closed panel on any report of the same period."""
    return (
        Panel.objects.filter(state="closed", report__run__monitoring=report.run.monitoring_id)
        .select_related("report__run")
        .order_by("-closed", "-pk")
        .first()
    )


def changes_since_vote(report: Report) -> list[Change]:
    """In what a report differs from the one that the newest closed panel voted on."""
    panel = latest_vote(report)
    if panel is None or panel.digest == report.digest:
        return []
    found = []
    before, after = _told(panel.report), _told(report)
    for where in dict.fromkeys([*before, *after]):
        old, new = before.get(where, "—"), after.get(where, "—")
        if old != new:
            found.append(Change(where, old, new))
    return found or [Change(Label("报告摘要", "digest"), panel.digest[:16], report.digest[:16])]


def must_be_recommended(report: Report) -> None:
    """Pass when a panel voted for exactly this report.

    Raises
    ------
    Refused
        E-RV-12 when no panel has closed, E-RV-13 when it voted against, E-RV-14 with what changed
        since the vote.
    """
    place = str(report.run.monitoring)
    panel = latest_vote(report)
    if panel is None:
        raise Refused.because(NOT_REVIEWED, place)
    if panel.digest != report.digest:
        changes = changes_since_vote(report)
        raise Refused.because(
            CHANGED_SINCE_VOTE,
            place,
            count=len(changes),
            changes=enumerated(change.where for change in changes[:NAMED]),
        )
    if panel.result != "recommended":
        raise Refused.because(NOT_RECOMMENDED, place, number=panel.number)


def _told(report: Report) -> dict[Label, str]:
    """Every cell of the report's tables by where it stands, in both languages."""
    found = {
        Label("申请减排量（0.0001 吨）", "removal claimed (0.0001 t)"): f"{report.run.removal:,}",
        Label("参数取值日期", "day of the tables"): report.run.as_of.isoformat(),
    }
    both = (report.document[language]["sections"] for language in ("zh", "en"))
    for zh, en in zip(*both, strict=True):
        for table_zh, table_en in zip(zh["tables"], en["tables"], strict=True):
            found |= _cells(table_zh, table_en)
    return found


def _cells(zh: Mapping[str, Any], en: Mapping[str, Any]) -> dict[Label, str]:
    rows = zip(zh["rows"], en["rows"], strict=True)
    return {
        Label(f"{row_zh[0]} {head_zh['label']}", f"{row_en[0]} {head_en['label']}"): cell
        for row_zh, row_en in rows
        for head_zh, head_en, cell in list(zip(zh["columns"], en["columns"], row_zh, strict=True))[
            1:
        ]
    }

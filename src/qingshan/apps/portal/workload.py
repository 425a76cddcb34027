"""Measuring and verifying bodies: what they were charged with, what they did, and how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from qingshan.apps.parties.models import Party
from qingshan.apps.projects.models import (
    PARTS,
    Assignment,
    MonitoringPeriod,
    Nonconformity,
    Report,
    Run,
    Verification,
)
from qingshan.core.kernel.label import Label, enumerated


@dataclass(frozen=True)
class Workload:
    """One body in one part: periods it is charged with, reports, outcomes, tickets, tonnes.

    ``passed`` and ``failed`` count verifications: those of the body's reports where it measured,
    those that it gave where it verified. ``quantity`` is what tickets were issued for.
    """

    body: Party
    part: str
    charged: int
    reports: int
    passed: int
    failed: int
    findings: int
    tickets: int
    quantity: int

    @property
    def part_label(self) -> Label:
        """What it does, in words."""
        return PARTS[self.part]

    @property
    def is_measurer(self) -> bool:
        """Whether it measures."""
        return self.part == "measuring"


def workloads(body: Party | None = None) -> list[Workload]:
    """All bodies that were ever charged or at work, or one of them, by name."""
    charged = _charged()
    measured, verified = _measured(), _verified()
    keys = sorted({*charged, *measured, *verified})
    if body is not None:
        keys = [key for key in keys if key[1] == body.pk]
    parties = Party.objects.in_bulk({key for _, key in keys})
    told = []
    for part, key in keys:
        numbers = (measured if part == "measuring" else verified).get((part, key), {})
        row = {name: numbers.get(name, 0) or 0 for name in _FIELDS}
        told.append(Workload(parties[key], part, charged.get((part, key), 0), **row))
    return sorted(told, key=lambda one: (one.part, one.body.name))


def works_of(body: Party) -> list[dict[str, Any]]:
    """The periods that a body measured or verified, or is charged with now, newest first."""
    mine = Q(runs__measurer=body) | Q(runs__report__verifications__verifier=body)
    mine |= Q(assignments__body=body)
    found = MonitoringPeriod.objects.filter(mine).distinct().select_related("project", "ticket")
    claims = list(found.order_by("-pk")[:WORKS_SHOWN])
    parts: dict[int, set[str]] = {claim.pk: set() for claim in claims}
    for key in Run.objects.filter(measurer=body, monitoring__in=claims).values_list(
        "monitoring", flat=True
    ):
        parts[key].add("measuring")
    for key in Verification.objects.filter(
        verifier=body, report__run__monitoring__in=claims
    ).values_list("report__run__monitoring", flat=True):
        parts[key].add("verifying")
    for claim, part in Assignment.objects.filter(body=body, monitoring__in=claims).values_list(
        "monitoring", "part"
    ):
        parts[claim].add(part)
    return [
        {
            "claim": claim,
            "ticket": getattr(claim, "ticket", None),
            "parts": enumerated(PARTS[part] for part in PARTS if part in parts[claim.pk]),
            "look": {"issued": "done", "withdrawn": "closed"}.get(claim.state, "open"),
        }
        for claim in claims
    ]


WORKS_SHOWN = 200
_FIELDS = ("reports", "passed", "failed", "findings", "tickets", "quantity")
Key = tuple[str, int]


def _charged() -> Counter[Key]:
    """How many periods each body is charged with now: the newest assignment of a part counts."""
    newest = Assignment.objects.order_by("monitoring", "part", "-pk").distinct("monitoring", "part")
    return Counter((row.part, row.body_id) for row in newest)


def _measured() -> dict[Key, dict[str, int]]:
    passed = Q(verifications__equal=True)
    rows = Report.objects.values("run__measurer").annotate(
        reports=Count("pk", distinct=True),
        passed=Count("verifications", filter=passed, distinct=True),
        failed=Count("verifications", filter=Q(verifications__equal=False), distinct=True),
    )
    issued = Report.objects.filter(ticket__isnull=False).values("run__measurer")
    raised = Nonconformity.objects.values("report__run__measurer")
    return _joined_rows(
        "measuring",
        ("run__measurer", rows),
        ("run__measurer", issued.annotate(tickets=Count("pk"), quantity=Sum("ticket__quantity"))),
        ("report__run__measurer", raised.annotate(findings=Count("pk"))),
    )


def _verified() -> dict[Key, dict[str, int]]:
    rows = Verification.objects.values("verifier").annotate(
        reports=Count("report", distinct=True),
        passed=Count("pk", filter=Q(equal=True)),
        failed=Count("pk", filter=Q(equal=False)),
    )
    issued = Verification.objects.filter(equal=True, report__ticket__isnull=False)
    certified = issued.values("verifier").annotate(
        tickets=Count("report", distinct=True), quantity=Sum("report__ticket__quantity")
    )
    raised = Nonconformity.objects.values("verifier").annotate(findings=Count("pk"))
    return _joined_rows(
        "verifying", ("verifier", rows), ("verifier", certified), ("verifier", raised)
    )


def _joined_rows(part: str, *told: tuple[str, Iterable[Any]]) -> dict[Key, dict[str, int]]:
    """Numbers of several queries by part and body; each query names the column of its body."""
    found: dict[Key, dict[str, int]] = {}
    for column, rows in told:
        for row in rows:
            numbers = {name: value for name, value in row.items() if name != column}
            found.setdefault((part, row[column]), {}).update(numbers)
    return found

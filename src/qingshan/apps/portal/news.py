"""What happened in the register, newest first, as strangers may read it: no person is named."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.journal import all_finished_before
from qingshan.apps.base.models import Event
from qingshan.apps.base.verb import event_label
from qingshan.core.kernel.label import Label

PER_PAGE = 50
PUBLIC = (
    *("project.registered", "notice.opened", "notice.closed", "report.verified"),
    *("ticket.issued", "ticket.suspended", "ticket.suspension_lifted", "ticket.revoked"),
    *("correction.accepted", "face.replaced", "face.reissued", "holding.transferred"),
    *("pledge.registered", "pledge.released"),
    *("units.retired", "subscription.fulfilled", "duty.made_good"),
)
"""Events of which the register tells everybody."""


@dataclass(frozen=True)
class News:
    """One event: its permanent name, what was done, to what, and where that stands."""

    key: int
    id: str
    name: str
    what: Label
    about: str
    href: str
    when: datetime


def news(before: int | None = None) -> tuple[list[News], int | None]:
    """A page of events and the key to go on from, which is None at the end.

    Only events are told before which nothing can still be entered, so that a page never changes.
    """
    found = Event.objects.filter(name__in=PUBLIC, transaction__lt=all_finished_before())
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: PER_PAGE + 1])
    more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    places = _places(rows)
    told = [_told(row, *places[row.pk]) for row in rows if row.pk in places]
    return told, rows[-1].pk if more else None


def _told(row: Event, about: str, href: str) -> News:
    return News(
        key=row.pk,
        id=uuid.uuid5(uuid.NAMESPACE_OID, row.digest).urn,
        name=row.name,
        what=event_label(row.name, row.verb),
        about=about,
        href=href,
        when=row.when,
    )


Place = Callable[[Any], tuple[str, str]]


def _ticket(number: str) -> tuple[str, str]:
    return number, reverse("ticket", args=[number])


def _project(project: Any) -> tuple[str, str]:
    return project.name, reverse("project", args=[project.pk])


_PLACES: dict[str, tuple[Sequence[str], Place]] = {
    "projects.MonitoringPeriod": (["project"], lambda row: _project(row.project)),
    "projects.Verification": (
        ["report__run__monitoring__project"],
        lambda row: _project(row.report.run.monitoring.project),
    ),
    "notices.Notice": ([], lambda row: (row.number, reverse("notice", args=[row.number]))),
    "registry.Ticket": ([], lambda row: _ticket(row.number)),
    **dict.fromkeys(
        (
            "registry.TicketState",
            "registry.Correction",
            "registry.FacePrint",
            "registry.HoldingTransfer",
        ),
        (["ticket"], lambda row: _ticket(row.ticket.number)),
    ),
    "registry.Retirement": ([], lambda row: (row.number, reverse("retirement", args=[row.number]))),
    "registry.Amends": (["cut__ticket"], lambda row: _ticket(row.cut.ticket.number)),
    "pledges.Pledge": ([], lambda row: _ticket(row.asset.removeprefix("ticket:"))),
    "remedies.Subscription": (
        ["retirement"],
        lambda row: (row.retirement.number, reverse("retirement", args=[row.retirement.number])),
    ),
}
"""For each kind of subject: what is read with it, and what the event is about."""


def _places(rows: Iterable[Event]) -> dict[int, tuple[str, str]]:
    """What each event is about and where that stands, with one read for each kind."""
    kinds: dict[str, list[Event]] = defaultdict(list)
    for row in rows:
        kinds[row.subject].append(row)
    found = {}
    for kind, events in kinds.items():
        related, place = _PLACES[kind]
        model: type[Model] = apps.get_model(kind)
        query = (
            model._default_manager.select_related(*related)
            if related
            else (model._default_manager.all())
        )
        subjects = query.in_bulk([event.subject_id for event in events])
        for event in events:
            found[event.pk] = place(subjects[event.subject_id])
    return found

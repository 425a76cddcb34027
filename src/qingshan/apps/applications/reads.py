"""Drafts of a person, papers of a draft, applications of parties, and shares of a project."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from qingshan.apps.applications.limits import limit
from qingshan.apps.applications.models import Application, Attachment, Draft
from qingshan.apps.base.call import Actor
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.casework.reads import cases_seen_by
from qingshan.apps.land.models import Claim
from qingshan.apps.land.tenure import normal_number
from qingshan.apps.parties.models import User


def open_drafts(user: User) -> QuerySet[Draft]:
    """Drafts that the person is still filling in, the last touched first."""
    return (
        Draft.objects.filter(user=user, state="open").select_related("party").order_by("-touched")
    )


def attachment(draft: Draft, kind: str) -> Attachment | None:
    """The newest paper of a kind."""
    return draft.attachments.filter(kind=kind).select_related("file").order_by("-pk").first()


def last_day_of(draft: Draft, as_of: date) -> date:
    """The day on which an untouched draft expires."""
    touched = draft.touched.astimezone(SHANGHAI).date()
    return touched + timedelta(days=limit("draft", "term_days", "d", as_of))


def days_left(draft: Draft, as_of: date) -> int:
    """Days until it expires."""
    return (last_day_of(draft, as_of) - as_of).days


def overdue_drafts(when: datetime) -> list[int]:
    """Keys of open drafts whose term is over."""
    term = timedelta(days=limit("draft", "term_days", "d", when.date()))
    found = Draft.objects.filter(state="open", touched__lte=when - term).order_by("pk")
    return list(found.values_list("pk", flat=True))


def applications_of(parties: frozenset[int]) -> QuerySet[Application]:
    """What some parties handed in, newest first."""
    found = Application.objects.filter(party__in=parties)
    return found.select_related("party", "case", "monitoring__project").order_by("-pk")


def applications_seen_by(actor: Actor, today: date) -> QuerySet[Application]:
    """Applications of the actor's own parties, and those whose case the actor's post may see."""
    seen = Q(party__in=actor.parties) | Q(case__in=cases_seen_by(actor, today))
    found = Application.objects.filter(seen).distinct()
    return found.select_related("party", "case", "monitoring__project")


def claims_under(number: str) -> list[Claim]:
    """Claims that still bind land under a certificate of that number, however it is written."""
    plain = normal_number(number)
    found = Claim.objects.filter(tenure_number=plain, lapsed_on=None).order_by("pk")
    return list(found[:20]) if plain else []


def application_on(monitoring: int) -> Application | None:
    """The application from which a monitoring period came."""
    return Application.objects.filter(monitoring=monitoring).select_related("draft", "case").first()

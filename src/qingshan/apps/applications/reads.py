"""Drafts of a person, papers of a draft, applications of parties, and shares of a project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from qingshan.apps.applications.limits import limit
from qingshan.apps.applications.models import Application, Attachment, Draft, Household
from qingshan.apps.applications.points import latest_correction
from qingshan.apps.base.call import Actor
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.casework.reads import cases_seen_by
from qingshan.apps.land.models import Claim
from qingshan.apps.land.tenure import normal_number
from qingshan.apps.parties.models import User


def open_drafts(user: User) -> QuerySet[Draft]:
    """Drafts that the person is still filling in, the last touched first.

    A correction that nobody waits for any more is not among them.
    """
    waiting = Q(notice=None) | Q(notice__case__state="correction_asked")
    found = Draft.objects.filter(waiting, user=user, state="open")
    return found.select_related("party", "notice").order_by("-touched")


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


def other_claims(draft: Draft) -> list[Claim]:
    """Claims that still bind land under the certificate of a draft, however it is written.

    What a correction is about to replace is none of them.
    """
    plain = normal_number(draft.answers.get("tenure_number", ""))
    found = Claim.objects.filter(tenure_number=plain, lapsed_on=None).order_by("pk")
    if draft.notice_id is not None:
        found = found.exclude(monitoring__application__case__notices=draft.notice_id)
    return list(found[:20]) if plain else []


def application_on(monitoring: int) -> Application | None:
    """The application from which a monitoring period came."""
    return Application.objects.filter(monitoring=monitoring).select_related("draft", "case").first()


def told_now(found: Application) -> dict[str, Any]:
    """What an application states after its corrections."""
    newest = latest_correction(found)
    told: dict[str, Any] = (newest or found).told
    return told


def papers_now(found: Application, kinds: Iterable[str]) -> QuerySet[Attachment]:
    """The papers of some kinds that stand after the corrections."""
    newest = latest_correction(found)
    draft = newest.draft if newest else found.draft
    return draft.attachments.filter(kind__in=list(kinds)).order_by("pk")


def papers_ever(found: Application, kinds: Iterable[str]) -> QuerySet[Attachment]:
    """The papers of some kinds that were handed in with the application or a correction."""
    of_it = Q(draft=found.draft_id) | Q(draft__correction__application=found)
    return Attachment.objects.filter(of_it, kind__in=list(kinds)).order_by("pk")


def households_now(found: Application) -> QuerySet[Household]:
    """The list of households that stands after the corrections, in its order."""
    return found.households.filter(correction=latest_correction(found)).order_by("row")

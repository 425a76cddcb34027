"""Which case stands for a matter, which cases somebody may see, and how long steps take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from qingshan.apps.base.call import Actor
from qingshan.apps.casework.handling import TITLE_POST, user_key
from qingshan.apps.casework.kinds import kind_of, kinds, setting
from qingshan.apps.casework.machine import OFFICIALS, OPEN, STANDING
from qingshan.apps.casework.models import Case, CaseStep, FieldCheck, OwnershipOpinion
from qingshan.apps.casework.refusals import NOT_ACCEPTED
from qingshan.apps.casework.traffic import soon_until
from qingshan.apps.parties.models import Membership, Party
from qingshan.core.kernel.errors import Refused

AUDITOR = "auditor"
DAYS_A_MONTH = 365.25 / 12
DUE_CLASSES = ("late", "soon", "later", "paused")
"""How the list is divided by the clock; ``paused`` holds all without a due day."""


def case_of(subject_kind: str, subject_key: str) -> Case | None:
    """The newest case about a matter, if there is one."""
    found = Case.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    return found.select_related("party", "office", "assignee").order_by("-pk").first()


def must_be_accepted(subject_kind: str, subject_key: str) -> Case:
    """The case about a matter that an office has accepted and has not turned down.

    Raises
    ------
    Refused
        E-CW-03 when there is none, or it is not accepted, reviewed, forwarded or closed.
    """
    found = case_of(subject_kind, subject_key)
    if found is None or found.state not in STANDING:
        raise Refused.because(NOT_ACCEPTED, str(found or f"{subject_kind} {subject_key}"))
    return found


def cases_seen_by(actor: Actor, today: date) -> QuerySet[Case]:
    """Cases in the area and kinds of the actor's posts, and those of the actor's own parties."""
    posts = (*OFFICIALS, TITLE_POST, AUDITOR)
    held = Membership.objects.standing().filter(user_id=user_key(actor), role__in=posts)
    seen = Q(pk__in=[])
    for one in held.select_related("party"):
        seen |= _of_post(one.role, one.reach, today)
    own = [pk for pk in actor.parties if actor.may("applicant")]
    if own:
        seen |= Q(party__in=own)
    return Case.objects.filter(seen)


def _of_post(role: str, reach: str, today: date) -> Q:
    """What a post sees: kinds that it handles, in its area; opinions that it was asked for."""
    area = _area(reach)
    if role == TITLE_POST:
        return area & Q(opinions__isnull=False)
    if role == AUDITOR:
        return area
    handled = [
        name
        for name in kinds()
        if role in {*(kind := kind_of(name, as_of=today)).handlers, *kind.receivers}
    ]
    return area & Q(kind__in=handled)


def cases_waiting_for(actor: Actor, today: date) -> QuerySet[Case]:
    """Open cases that the actor could take a step in: the post of their state, area, office."""
    held = Membership.objects.standing().filter(user_id=user_key(actor), role__in=OFFICIALS)
    found = Q(pk__in=[])
    for one in held.select_related("party"):
        posts = [kind_of(name, as_of=today) for name in kinds()]
        first = Q(
            kind__in=[kind.name for kind in posts if one.role in kind.handlers],
            state__in=("submitted", "accepted", "reviewed"),
        )
        above = Q(
            kind__in=[kind.name for kind in posts if one.role in kind.receivers],
            state="forwarded",
        )
        own = Q(office=None) | Q(office=one.party_id)
        found |= (first | above) & own & _area(one.reach)
    return Case.objects.filter(found & (Q(assignee=None) | Q(assignee=user_key(actor))))


def cases_reported_to(actor: Actor, today: date) -> QuerySet[Case]:
    """Cases below the actor's office whose clock has run out."""
    waiting = cases_waiting_for(actor, today).values("pk")
    seen = cases_seen_by(actor, today).filter(escalated__isnull=False, state__in=OPEN)
    return seen.exclude(pk__in=waiting)


def _area(reach: str) -> Q:
    # An empty condition joined to another by "or" would be dropped, so the whole is said as well.
    is_whole = reach == settings.PROVINCE
    return Q(pk__isnull=not reach) if is_whole or not reach else Q(county_code__startswith=reach)


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty means all, and without a state only open cases show."""

    state: str = ""
    kind: str = ""
    county: str = ""
    due: str = ""
    mine: str = ""


def narrowed(found: QuerySet[Case], wanted: Wanted, actor: Actor, today: date) -> QuerySet[Case]:
    """The cases that a reader asked for, not yet in order."""
    found = found.filter(state__in=[wanted.state] if wanted.state else OPEN)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.county:
        found = found.filter(county_code=wanted.county)
    if wanted.due:
        found = found.filter(_due(wanted.due, today))
    if wanted.mine:
        found = found.filter(assignee=user_key(actor))
    return found


def due_counts(found: QuerySet[Case], today: date) -> dict[str, int]:
    """How many cases are late, due soon, later, or without a due day."""
    told: dict[str, int] = found.aggregate(
        **{name: Count("pk", filter=_due(name, today)) for name in DUE_CLASSES}
    )
    return told


def in_order(found: QuerySet[Case]) -> QuerySet[Case]:
    """The fewest working days left first; what has no due day comes last."""
    return found.order_by(F("due").asc(nulls_last=True), "pk")


def behind(found: QuerySet[Case], due: date | None, key: int) -> QuerySet[Case]:
    """The cases after one in the order of the list."""
    if due is None:
        return found.filter(due__isnull=True, pk__gt=key)
    return found.filter(Q(due__gt=due) | Q(due=due, pk__gt=key) | Q(due__isnull=True))


def counties_among(found: QuerySet[Case]) -> list[str]:
    """Codes of counties that have an open case."""
    codes = found.filter(state__in=OPEN).order_by().values_list("county_code", flat=True)
    return sorted(codes.distinct())


def _due(name: str, today: date) -> Q:
    soon = soon_until(today)
    return {
        "late": Q(due__lt=today),
        "soon": Q(due__gte=today, due__lte=soon),
        "later": Q(due__gt=soon),
        "paused": Q(due__isnull=True),
    }[name]


def open_opinions(actor: Actor) -> QuerySet[OwnershipOpinion]:
    """Opinions asked and not given, in the area of the actor's post, the nearest due first."""
    held = Membership.objects.standing().filter(user_id=user_key(actor), role=TITLE_POST)
    area = Q(pk__in=[])
    for one in held.select_related("party"):
        if one.reach:
            area |= Q(case__county_code__startswith=one.reach)
    waiting = OwnershipOpinion.objects.filter(area, given=None, case__state="accepted")
    return waiting.select_related("case").order_by("due", "pk")


def open_field_checks(actor: Actor) -> QuerySet[FieldCheck]:
    """Where the actor was sent and has not told the result."""
    waiting = FieldCheck.objects.filter(checker=user_key(actor), recorded=None)
    return waiting.select_related("case").order_by("assigned", "pk")


def lapsing(today: date) -> list[int]:
    """Cases whose applicant did not answer in time."""
    return _keys(Case.objects.filter(state="correction_asked", due__lt=today))


def overdue(today: date) -> list[int]:
    """Cases whose office is late and that were not reported yet."""
    late = Case.objects.filter(state__in=OPEN, due__lt=today, escalated=None)
    return _keys(late.exclude(state="correction_asked"))


def without_due_day() -> list[int]:
    """Running cases whose term ends in a year that was not entered when it began."""
    return _keys(
        Case.objects.filter(state__in=OPEN, due=None, paused=None, limit_days__isnull=False)
    )


def _keys(found: QuerySet[Case]) -> list[int]:
    return list(found.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class StageTime:
    """How long one step takes at one office: the median of working days over a span."""

    kind: str
    state: str
    office: Party | None
    median_days: float
    count: int
    late: int


def stage_times(until: date) -> list[StageTime]:
    """Steps that ended in the months up to a day, by kind, step and office.

    The median is over cases, days of pauses left out; steps with unknown days are left out, too.
    """
    months = setting("stage", "months", as_of=until)
    first = until - timedelta(days=round(months * DAYS_A_MONTH))
    ended = CaseStep.objects.filter(ended__gt=first, ended__lte=until)
    days: dict[tuple[str, str, int | None], list[tuple[int, bool]]] = {}
    for kind, state, office, used, limit in ended.values_list(
        "case__kind", "state", "office", "used_days", "limit_days"
    ):
        if used is not None:
            told = days.setdefault((kind, state, office), [])
            told.append((used, limit is not None and used > limit))
    offices = Party.objects.in_bulk({office for _, _, office in days if office is not None})
    return [
        StageTime(
            kind=kind,
            state=state,
            office=None if office is None else offices[office],
            median_days=float(median(used for used, _ in told)),
            count=len(told),
            late=sum(is_late for _, is_late in told),
        )
        for (kind, state, office), told in sorted(days.items(), key=lambda item: str(item[0]))
    ]


def unanswered(parties: Iterable[int]) -> QuerySet[Case]:
    """Cases of some parties that wait for a correction, the nearest due first."""
    return in_order(Case.objects.filter(party__in=list(parties), state="correction_asked"))

"""Who may handle a case: the post of its kind, inside the area of the office, without a tie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.casework.kinds import kind_of
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import (
    AREA_FOREIGN,
    ASSIGNED,
    HANDLER_FOREIGN,
    NOT_INVOLVED,
    RECUSED,
    SAME_UNIT,
)
from qingshan.apps.parties.models import Membership, Party, User
from qingshan.apps.parties.reads import is_within
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all

TITLE_POST = "natural_resources"
"""Who says whether the title to land is as stated."""


@dataclass(frozen=True)
class Handling:
    """In whose name somebody handles a case, or everything that stands against it."""

    office: Party | None
    faults: tuple[Refusal, ...]

    @property
    def may(self) -> bool:
        """Whether nothing stands against it."""
        return not self.faults

    def without(self, code: str) -> Handling:
        """The same where one reason does not count."""
        return Handling(self.office, tuple(f for f in self.faults if f.code != code))


def user_key(actor: Actor) -> int:
    """The key of the person who acts; zero for the timer and the founder."""
    key = actor.name.removeprefix("user:")
    return int(key) if key.isdigit() else 0


def handling(call: Call, case: Case, *, even_if_assigned: bool = False) -> Handling:
    """Whether the actor may handle the case in its present state, and for which office.

    Everything that stands against it is told at once: E-CW-04 outside the area, E-CW-05 another
    post or office, E-CW-06 same unit as the applicant, E-CW-08 somebody else has it, E-CW-18 the
    actor keeps out of it.
    """
    found = handling_by(user_key(call.actor), case)
    if even_if_assigned or case.assignee_id in (None, user_key(call.actor)):
        return found
    assigned = Refusal(ASSIGNED, case.number, {"person": str(case.assignee)})
    return Handling(found.office, (*found.faults, assigned))


def handling_by(user: int, case: Case) -> Handling:
    """The same for any person, whoever has the case now."""
    held = _held(user, kind_of(case.kind, as_of=case.opened_on).posts(case.state))
    return _judged(user, case, [one for one in held if case.office_id in (None, one.party_id)])


def title_handling(call: Call, case: Case) -> Handling:
    """Whether the actor may give the opinion on the title; the same reasons against it."""
    user = user_key(call.actor)
    return _judged(user, case, _held(user, (TITLE_POST,)))


def refuse_unless(found: Handling, faults: Iterable[Refusal] = ()) -> Party:
    """The office in whose name somebody handles a case, unless anything stands against it."""
    refuse_all([*found.faults, *faults])
    assert found.office is not None
    return found.office


def must_be_applicant(call: Call, case: Case) -> None:
    """Refuse (E-CW-24) whoever does not act for the party that asked."""
    if case.party_id is None or not call.actor.acts_for(case.party_id):
        raise Refused.because(NOT_INVOLVED, case.number)


def offices_with(posts: tuple[str, ...], county: str) -> list[Party]:
    """Offices that have one of the posts in a county."""
    held = Membership.objects.standing().filter(role__in=posts).select_related("party")
    near = {one.party for one in held if reaches(one, county)}
    return sorted(near, key=lambda office: office.pk)


def other_offices(case: Case, own: Party | None) -> list[Party]:
    """Offices that could handle the case now instead of one's own and of the one that has it."""
    posts = kind_of(case.kind, as_of=case.opened_on).posts(case.state)
    here = {case.office_id, own and own.pk}
    return [one for one in offices_with(posts, case.county_code) if one.pk not in here]


def people_of(case: Case, office: Party) -> list[User]:
    """Who of an office could handle the case now: the post, the area, no tie."""
    posts = kind_of(case.kind, as_of=case.opened_on).posts(case.state)
    held = Membership.objects.standing().filter(role__in=posts, party=office)
    users = User.objects.filter(pk__in=held.values("user")).order_by("pk")
    return [user for user in users if handling_by(user.pk, case).may]


def reaches(held: Membership, county: str) -> bool:
    """Whether a post holds in a county; what concerns the whole province needs a provincial one."""
    if not county:
        return held.reach == settings.PROVINCE
    return is_within(county, frozenset({held.reach} - {""}))


def _held(user: int, posts: tuple[str, ...]) -> list[Membership]:
    held = Membership.objects.standing().filter(user_id=user, role__in=posts)
    return list(held.select_related("party").order_by("pk"))


def _judged(user: int, case: Case, held: list[Membership]) -> Handling:
    offices = [one.party for one in held]
    near = [one.party for one in held if reaches(one, case.county_code)]
    faults = []
    if not offices:
        faults.append(Refusal(HANDLER_FOREIGN, case.number))
    elif not near:
        facts = {"office": offices[0].name, "county": case.county_code}
        faults.append(Refusal(AREA_FOREIGN, case.number, facts))
    if case.party_id and Membership.objects.filter(user=user, party=case.party_id).exists():
        faults.append(Refusal(SAME_UNIT, case.number))
    if case.recusals.filter(user=user).exists():
        faults.append(Refusal(RECUSED, case.number))
    return Handling(next(iter([*near, *offices]), None), tuple(faults))

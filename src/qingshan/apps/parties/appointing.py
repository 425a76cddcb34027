"""Who may be given which role, and where a role reaches."""

from __future__ import annotations

from django.conf import settings

from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import (
    ADMINISTRATORS,
    HOLDING_ROLES,
    OFFICIAL_ROLES,
    ROLES,
    UNGIVEN,
    role_label,
)
from qingshan.apps.base.rows import locked
from qingshan.apps.parties.models import Membership, User
from qingshan.apps.parties.refusals import (
    ADMINISTRATOR_ALONE,
    APPOINTED,
    AREA_WRONG,
    ROLE_UNKNOWN,
    TWO_SIDES,
)
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import enumerated

AREA_LENGTHS = {2, 4, 6}
"""GB/T 2260: province, prefecture, county."""


def grant(call: Call, *, user: User, party: int, role: str, area: str) -> Membership:
    """Enter a membership that begins now, or refuse it for all that speaks against it."""
    locked(User, user.pk)
    refuse_all(faults(user, party=party, role=role, area=area))
    return Membership.objects.create(
        user=user, party_id=party, role=role, area=area, since=call.when, granted_by=call.actor.name
    )


def faults(user: User, *, party: int, role: str, area: str) -> list[Refusal]:
    """Whether a person may be given a role.

    E-PA-02 held already, E-PA-05 both sides of the market, E-PA-06 an administrator beside other
    roles, E-PA-07 no such role, E-PA-08 no such area.
    """
    if role not in ROLES or role in UNGIVEN:
        return [Refusal(ROLE_UNKNOWN, role or "—")]
    found = []
    held = set(Membership.objects.filter(user=user, until=None).values_list("role", flat=True))
    if Membership.objects.filter(user=user, party=party, role=role, area=area, until=None).exists():
        found.append(Refusal(APPOINTED, str(user)))
    for one, other in ((HOLDING_ROLES, OFFICIAL_ROLES), (OFFICIAL_ROLES, HOLDING_ROLES)):
        if role in one and held & other:
            found.append(_conflict(TWO_SIDES, user, role, held & other))
    others = held - {role}
    if (role in ADMINISTRATORS and others) or others & ADMINISTRATORS:
        found.append(_conflict(ADMINISTRATOR_ALONE, user, role, others))
    if area and not _is_area(area):
        found.append(Refusal(AREA_WRONG, area))
    return found


def _conflict(code: str, user: User, role: str, held: set[str]) -> Refusal:
    named = enumerated(role_label(name) for name in sorted(held))
    facts = {"role": role_label(role), "held": named}
    return Refusal(code, str(user), facts)


def _is_area(area: str) -> bool:
    return area.isdigit() and len(area) in AREA_LENGTHS and area.startswith(settings.PROVINCE)

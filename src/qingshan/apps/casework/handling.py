"""Who may handle a case: the post of its kind, inside the area of the office, without a tie."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.casework.kinds import kind_of
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import AREA_FOREIGN, HANDLER_FOREIGN, SAME_UNIT
from qingshan.apps.parties.models import Membership, Party
from qingshan.core.kernel.errors import Refusal, refuse_all


def office_for(call: Call, case: Case) -> Party:
    """The office in whose name the actor handles the case.

    Raises
    ------
    Refused
        All at once: E-CW-04 outside the area, E-CW-05 no office of this kind of case or not the
        one that has it, E-CW-06 same unit as the applicant.
    """
    posts = kind_of(case.kind, as_of=call.when.date()).handlers
    offices = [party for party in offices_of(call, posts) if case.office_id in (None, party.pk)]
    near = [party for party in offices if covers(party, case.county_code)]
    faults = []
    if not offices:
        faults.append(Refusal(HANDLER_FOREIGN, case.number))
    elif not near:
        facts = {"office": offices[0].name, "county": case.county_code}
        faults.append(Refusal(AREA_FOREIGN, case.number, facts))
    if case.party_id is not None and call.actor.acts_for(case.party_id):
        faults.append(Refusal(SAME_UNIT, case.number))
    refuse_all(faults)
    return near[0]


def offices_of(call: Call, posts: tuple[str, ...]) -> list[Party]:
    """The parties for which the actor holds one of the posts."""
    user = call.actor.name.removeprefix("user:")
    if not user.isdigit():
        return []
    held = Membership.objects.filter(user_id=int(user), role__in=posts).select_related("party")
    return [membership.party for membership in held.order_by("pk")]


def covers(office: Party, county: str) -> bool:
    """Whether a county lies in the area of an office; one without a code is provincial.

    Codes of counties have six digits; an office of a prefecture carries one that ends in ``00``.
    """
    return not office.county_code or county.startswith(office.county_code.removesuffix("00"))

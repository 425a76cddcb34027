"""Correct what the house keeps of oneself (个人信息更正)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import User
from qingshan.apps.parties.refusals import MOBILE_WRONG, REACH_MISSING
from qingshan.apps.parties.sealing import unseal
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.identity import mobile_fault


@verb(
    event="user.corrected",
    label=Label("更正个人信息", "correct the own details"),
    roles=("member",),
)
def correct_details(
    call: Call, *, user: int, display_name: str, email: str, mobile_sealed: str
) -> Done[User]:
    """Other name, e-mail or mobile (PIPL Art. 46); another address is to be confirmed anew.

    Raises
    ------
    Refused
        E-SI-03 nothing left, E-SI-04 no mobile.
    """
    wrong = []
    if not email and not mobile_sealed:
        wrong.append(Refusal(REACH_MISSING))
    fault = mobile_fault(unseal(mobile_sealed)) if mobile_sealed else None
    if fault:
        wrong.append(Refusal(MOBILE_WRONG, "", {"fault": fault}))
    refuse_all(wrong)
    person = locked(User, user)
    is_other = email != person.email
    if is_other:
        person.email_confirmed = None
    person.display_name, person.email = display_name, email
    person.mobile_sealed = mobile_sealed
    person.save(update_fields=["display_name", "email", "email_confirmed", "mobile_sealed"])
    return Done(person, {"address_changed": is_other})

"""Let a person act for a party in a role, when the house is founded."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.appointing import grant
from qingshan.apps.parties.models import Membership, User
from qingshan.core.kernel.label import Label


@verb(event="party.appointed", label=Label("登记经办人", "appoint an operator"), roles=("system",))
def appoint(call: Call, *, user: int, party: int, role: str, area: str = "") -> Done[Membership]:
    """Give the user a role for the party, once.

    Only the installation itself does it, for its first people; afterwards ``propose_role`` and
    ``confirm_role`` need two.

    Raises
    ------
    Refused
        E-PA-02 held already, E-PA-05 both sides, E-PA-06 administrators, E-PA-07 role, E-PA-08
        area, all at once.
    """
    person = User.objects.get(pk=user)
    membership = grant(call, user=person, party=party, role=role, area=area)
    return Done(membership, {"user": user, "party": party, "role": role, "area": area})

"""Let a person act for a party in a role."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import Membership
from qingshan.apps.parties.refusals import APPOINTED
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="party.appointed",
    label=Label("登记经办人", "appoint an operator"),
    roles=("registrar", "administrator"),
)
def appoint(call: Call, *, user: int, party: int, role: str) -> Done[Membership]:
    """Give the user a role for the party, once (E-PA-02)."""
    if Membership.objects.filter(user_id=user, party_id=party, role=role).exists():
        raise Refused.because(APPOINTED, role)
    membership = Membership.objects.create(user_id=user, party_id=party, role=role)
    return Done(membership, {"user": user, "party": party, "role": role})

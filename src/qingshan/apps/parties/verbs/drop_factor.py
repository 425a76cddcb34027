"""Give up a second factor."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties import factors
from qingshan.apps.parties.models import SecondFactor, User
from qingshan.apps.parties.refusals import FACTOR_NEEDED, NOT_YOURS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="factor.dropped",
    label=Label("停用第二因素", "give up a second factor"),
    roles=("member",),
)
def drop_factor(call: Call, *, user: int, factor: int) -> Done[SecondFactor]:
    """Date its end; E-SI-07 not one's own, E-SI-06 the last one of a person who needs one."""
    person = locked(User, user)
    found = person.factors.filter(pk=factor, until=None).first()
    if found is None:
        raise Refused.because(NOT_YOURS)
    if len(factors.standing(person)) == 1 and factors.is_required(person, call.when):
        raise Refused.because(FACTOR_NEEDED)
    found.until = call.when
    found.save(update_fields=["until"])
    return Done(found, {"kind": found.kind})

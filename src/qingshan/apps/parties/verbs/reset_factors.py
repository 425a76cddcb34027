"""Take all second factors off an account whose owner has lost them."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties import sessions
from qingshan.apps.parties.models import User
from qingshan.apps.parties.refusals import OWN_CASE
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="user.factors_reset",
    label=Label("重置第二因素", "reset the second factors"),
    roles=("security_administrator",),
)
def reset_factors(call: Call, *, user: int, reason: str) -> Done[User]:
    """End factors, recovery codes and sessions of another person (E-PA-09 for oneself).

    Who needs a factor must register a new one at the next sign-in.
    """
    person = locked(User, user)
    if call.actor.name == f"user:{user}":
        raise Refused.because(OWN_CASE, str(person))
    ended = person.factors.filter(until=None).update(until=call.when)
    person.recovery_codes.filter(used=None).update(used=call.when)
    sessions.end(person.sessions.all(), call.when)
    return Done(person, {"ended": ended, "reason": reason})

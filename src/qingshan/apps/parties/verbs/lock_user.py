"""Keep an account from signing in."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties import sessions
from qingshan.apps.parties.models import User
from qingshan.apps.parties.refusals import LOCKED
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="user.locked", label=Label("锁定账号", "lock the account"), roles=("administrator",))
def lock_user(call: Call, *, user: int, reason: str) -> Done[User]:
    """Nobody signs in with it, its sessions end; E-SI-09 locked already, or one's own."""
    person = locked(User, user)
    if not person.is_active or call.actor.name == f"user:{user}":
        raise Refused.because(LOCKED, str(person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    sessions.end(person.sessions.all(), call.when)
    return Done(person, {"reason": reason})

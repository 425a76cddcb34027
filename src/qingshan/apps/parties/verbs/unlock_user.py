"""Let an account sign in again."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import User
from qingshan.apps.parties.refusals import LOCKED
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="user.unlocked",
    label=Label("解除锁定", "unlock the account"),
    roles=("administrator",),
)
def unlock_user(call: Call, *, user: int, reason: str) -> Done[User]:
    """It may sign in again; E-SI-09 when it was not locked."""
    person = locked(User, user)
    if person.is_active:
        raise Refused.because(LOCKED, str(person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    return Done(person, {"reason": reason})

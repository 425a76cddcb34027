"""Confirm that an e-mail address belongs to its account (确认邮箱)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import User
from qingshan.apps.parties.refusals import MAIL_STALE
from qingshan.apps.parties.sealing import fingerprint
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="user.email_confirmed",
    label=Label("确认邮箱", "confirm an e-mail address"),
    roles=("member",),
)
def confirm_email(call: Call, *, user: int, email: str) -> Done[User]:
    """From now on mail goes there; E-SI-13 when it is no longer the address of the account.

    The address is told to the journal as a keyed digest alone.
    """
    person = locked(User, user)
    if not email or person.email != email or not person.is_active:
        raise Refused.because(MAIL_STALE)
    if person.email_confirmed is None:
        person.email_confirmed = call.when
        person.save(update_fields=["email_confirmed"])
    return Done(person, {"address": fingerprint(email)})

"""Have the link sent by which an e-mail address is confirmed."""

from __future__ import annotations

import math
from datetime import timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties import rules
from qingshan.apps.parties.models import User
from qingshan.apps.parties.refusals import MAIL_NOTHING, MAIL_SOON
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="user.email_asked",
    label=Label("发送邮箱确认链接", "send a link to confirm an address"),
    roles=("member",),
)
def ask_for_confirmation(call: Call, *, user: int) -> Done[User]:
    """Note that a link leaves now; the link itself is made and sent outside.

    Raises
    ------
    Refused
        E-SI-15 nothing to confirm, E-SI-14 too soon after the last one.
    """
    person = locked(User, user)
    if not person.email or person.email_confirmed is not None:
        raise Refused.because(MAIL_NOTHING)
    pause = timedelta(seconds=rules.number("mail", "again_s", "s", call.when.date()))
    if person.email_asked is not None and call.when < person.email_asked + pause:
        left = person.email_asked + pause - call.when
        raise Refused.because(MAIL_SOON, minutes=math.ceil(left.total_seconds() / 60))
    person.email_asked = call.when
    person.save(update_fields=["email_asked"])
    return Done(person)

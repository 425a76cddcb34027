"""End one of one's own sessions."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties import sessions
from qingshan.apps.parties.models import UserSession
from qingshan.apps.parties.refusals import NOT_YOURS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="session.ended", label=Label("结束会话", "end a session"), roles=("member",))
def end_session(call: Call, *, user: int, session: int) -> Done[UserSession]:
    """Its browser is signed out at its next step; E-SI-07 for what is not one's own or over."""
    if not sessions.end(UserSession.objects.filter(pk=session, user=user), call.when):
        raise Refused.because(NOT_YOURS)
    return Done(UserSession.objects.get(pk=session))

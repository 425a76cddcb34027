"""Note that a person has chosen another password; the password itself never comes here."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties import sessions
from qingshan.apps.parties.models import User, UserSession
from qingshan.core.kernel.label import Label


@verb(
    event="user.password_renewed",
    label=Label("更换密码", "change the password"),
    roles=("member",),
)
def renew_password(call: Call, *, user: int, kept_session: int = 0) -> Done[User]:
    """End all sessions of the person but the one in which the password was changed."""
    others = UserSession.objects.filter(user=user).exclude(pk=kept_session)
    ended = sessions.end(others, call.when)
    return Done(User.objects.get(pk=user), {"sessions_ended": ended})

"""Make a person who can sign in."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import User
from qingshan.core.kernel.label import Label


@verb(
    event="user.opened",
    label=Label("开立账号", "open a sign-in"),
    roles=("administrator",),
)
def open_account(call: Call, *, username: str, display_name: str) -> Done[User]:
    """Open a sign-in that cannot be used until its owner has chosen a password.

    The password is no argument: the journal keeps a digest of every argument, and a digest of a
    password could be guessed offline.
    """
    user = User(username=username, display_name=display_name)
    user.set_unusable_password()
    user.save()
    return Done(user, {"username": username})

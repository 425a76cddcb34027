"""Mark notifications as read (已读)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.letters.models import Notification
from qingshan.apps.parties.models import User
from qingshan.core.kernel.label import Label


@verb(
    event="notification.read",
    label=Label("标记通知为已读", "mark notifications as read"),
    roles=("member",),
)
def read_notifications(call: Call, *, user: int, up_to: int, only: int = 0) -> Done[User]:
    """All of one's own up to a number, or ``only`` one; what others were told is not touched."""
    rows = Notification.objects.filter(user=user, read=None, pk__lte=up_to)
    count = (rows.filter(pk=only) if only else rows).update(read=call.when)
    return Done(User.objects.get(pk=user), {"count": count})

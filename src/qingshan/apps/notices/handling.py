"""A comment under lock, as long as its notice is open."""

from __future__ import annotations

from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.notices.models import Comment, Notice
from qingshan.core.kernel.label import Label


def open_comment(key: int, act: Label) -> Comment:
    """The comment; its notice is locked, so that it cannot close meanwhile.

    Raises
    ------
    Refused
        E-MC-01 when the notice is not open any more.
    """
    found = Comment.objects.select_related("notice").get(pk=key)
    must_be_in(locked(Notice, found.notice_id), ("open",), act)
    return found

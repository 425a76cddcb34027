"""The log kept up: what is new is appended; the first head at once, later ones once a day."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.log import reads
from qingshan.apps.log.appending import append_new
from qingshan.apps.log.models import TreeHead
from qingshan.apps.log.verbs.sign_tree_head import sign_tree_head


def keep_log(when: datetime) -> int:
    """Append what is new; a log that was never signed gets its first head. Entries appended."""
    appended = append_new()
    if reads.latest_head() is None:
        sign_log(when)
    return appended


def sign_log(when: datetime) -> TreeHead | None:
    """Append what is new and sign; none when the log is still empty or stands as it was signed."""
    append_new()
    size, last = reads.size(), reads.latest_head()
    if size == (last.size if last else 0):
        return None
    return sign_tree_head(Call(SYSTEM, when, f"log/{size}"))

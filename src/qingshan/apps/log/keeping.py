"""The log kept up: what is new is appended; the first head at once, later ones once a day."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Counter
from qingshan.apps.log import reads
from qingshan.apps.log.appending import append_new
from qingshan.apps.log.models import TreeHead
from qingshan.apps.log.noting import new_note, newest_note
from qingshan.apps.log.verbs.note_rows import note_rows
from qingshan.apps.log.verbs.sign_tree_head import sign_tree_head


def keep_log(when: datetime) -> int:
    """Note rows, append what is new; a log without a head gets its first. Entries appended."""
    while note_new_rows(when) is not None:
        pass
    appended = append_new()
    if reads.latest_head() is None:
        sign_log(when)
    return appended


def note_new_rows(when: datetime) -> Counter | None:
    """Note one portion of what is new in the tables of the register; none when nothing is."""
    last = newest_note()
    if new_note(last) is None:
        return None
    return note_rows(Call(SYSTEM, when, f"rows/{last.pk if last else 0}"))


def sign_log(when: datetime) -> TreeHead | None:
    """Append what is new and sign; none when the log is still empty or stands as it was signed."""
    append_new()
    size, last = reads.size(), reads.latest_head()
    if size == (last.size if last else 0):
        return None
    return sign_tree_head(Call(SYSTEM, when, f"log/{size}"))

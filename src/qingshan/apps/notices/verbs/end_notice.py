"""End a notice whose report was returned or replaced (终止公示)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.reads import is_overtaken
from qingshan.apps.notices.refusals import REPORT_STANDS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="notice.ended", label=Label("终止公示", "end the notice"), roles=("registrar",))
def end_notice(call: Call, *, notice: int, reason: str) -> Done[Notice]:
    """End it with a reason; the corrected report is laid open anew, for all its days.

    Raises
    ------
    Refused
        E-MC-01 when it is not open, E-NT-06 while its report is the one that counts.
    """
    found = locked(Notice, notice)
    advance(found, "end_notice", call)
    if not is_overtaken(found):
        raise Refused.because(REPORT_STANDS, found.number)
    found.closed = call.when
    found.save(update_fields=["state", "closed"])
    return Done(found, {"number": found.number, "reason": reason})

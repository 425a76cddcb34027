"""End a notice after its last day and publish the table of comments (结束公示)."""

from __future__ import annotations

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.reads import unsettled
from qingshan.apps.notices.refusals import STILL_OPEN, UNANSWERED
from qingshan.apps.notices.tabling import comments_pdf
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="notice.closed",
    label=Label("结束公示", "close the notice"),
    roles=("registrar", "system"),
)
def close_notice(call: Call, *, notice: int) -> Done[Notice]:
    """Close it and keep the table of comments as a paper.

    Raises
    ------
    Refused
        E-MC-01 when it is not open; E-NT-04 before its last day is over, E-NT-05 while a comment
        is not answered and judged, both at once.
    """
    found = locked(Notice, notice)
    advance(found, "close_notice", call)
    wrong = []
    if call.when.date() <= found.last_day:
        wrong.append(Refusal(STILL_OPEN, found.number, {"last_day": found.last_day}))
    if count := unsettled(found).count():
        wrong.append(Refusal(UNANSWERED, found.number, {"count": count}))
    refuse_all(wrong)
    found.closed = call.when
    name = f"{found.number}.pdf"
    found.paper = files.keep(comments_pdf(found), name=name, media_type="application/pdf")
    found.save(update_fields=["state", "closed", "paper"])
    return Done(
        found,
        {
            "number": found.number,
            "comments": found.comments.count(),
            "paper": found.paper.digest,
        },
    )

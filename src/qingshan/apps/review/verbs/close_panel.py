"""Count the votes and write the minutes (结束表决)."""

from __future__ import annotations

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.minutes import minutes_pdf
from qingshan.apps.review.models import Panel, Vote
from qingshan.apps.review.refusals import VOTES_MISSING
from qingshan.apps.review.rules import is_majority
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="panel.closed",
    label=Label("结束表决", "close the vote"),
    roles=("registrar", "forestry_signer"),
)
def close_panel(call: Call, *, panel: int) -> Done[Panel]:
    """Close it when all have voted; the minutes are kept and the members sign them.

    Raises
    ------
    Refused
        E-MC-01 when it is not under review, E-RV-10 while votes are missing.
    """
    found = locked(Panel, panel)
    advance(found, "close_panel", call)
    votes = Vote.objects.filter(seat__panel=found)
    if missing := found.size - votes.count():
        raise Refused.because(VOTES_MISSING, found.number, count=missing)
    in_favour = votes.filter(in_favour=True).count()
    carried = is_majority(in_favour, found.size, found.drawn.date())
    found.result = "recommended" if carried else "declined"
    found.closed = call.when
    name = f"{found.number}.pdf"
    found.minutes = files.keep(minutes_pdf(found), name=name, media_type="application/pdf")
    found.save(update_fields=["state", "result", "closed", "minutes"])
    facts = {"number": found.number, "result": found.result, "in_favour": in_favour}
    return Done(found, facts | {"minutes": found.minutes.digest, "digest": found.digest})

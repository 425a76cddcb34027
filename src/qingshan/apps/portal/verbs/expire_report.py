"""Erase a shared report after its last day."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.portal.models import SharedReport
from qingshan.core.kernel.label import Label


@verb(
    event="report.expired",
    label=Label("清除到期的分享报告", "erase an expired report"),
    roles=("system",),
)
def expire_report(call: Call, *, report: int) -> Done[SharedReport]:
    """Erase the contents once the time is over; the timer calls it."""
    found = locked(SharedReport, report)
    assert found.expires <= call.when, "the timer came too early"
    advance(found, "expire_report", call)
    found.contents = ""
    found.save(update_fields=["state", "contents"])
    return Done(found)

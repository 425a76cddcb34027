"""Withdraw a shared report before its last day (撤回分享)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.portal.models import SharedReport
from qingshan.apps.portal.reads import is_maker
from qingshan.apps.portal.refusals import LINK_OVER
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="report.withdrawn",
    label=Label("撤回分享的预检报告", "withdraw a shared report"),
    roles=("visitor",),
)
def withdraw_report(call: Call, *, report: int, key: str) -> Done[SharedReport]:
    """Erase the contents; only who shared the report holds the key.

    Raises
    ------
    Refused
        E-PO-09 for another key, E-MC-01 when it is over already.
    """
    found = locked(SharedReport, report)
    if not is_maker(found, key):
        raise Refused.because(LINK_OVER)
    advance(found, "withdraw_report", call)
    found.contents = ""
    found.save(update_fields=["state", "contents"])
    return Done(found)

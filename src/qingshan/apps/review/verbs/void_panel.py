"""Void a panel whose report was returned or replaced (作废评审)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.projects.reads import latest_run
from qingshan.apps.review.models import Panel
from qingshan.apps.review.refusals import REPORT_STANDS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="panel.voided",
    label=Label("作废评审", "void the panel"),
    roles=("registrar", "forestry_signer"),
)
def void_panel(call: Call, *, panel: int, reason: str) -> Done[Panel]:
    """Void it with a reason; its record stays.

    Raises
    ------
    Refused
        E-MC-01 when it was closed, E-RV-20 while its report is the one that counts.
    """
    found = locked(Panel, panel)
    advance(found, "void_panel", call)
    claim = found.report.run.monitoring
    if claim.state == "verified" and latest_run(claim) == found.report.run:
        raise Refused.because(REPORT_STANDS, found.number)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number, "reason": reason})

"""End an alert with what came of it (办结监控提示)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, Part, verb
from qingshan.apps.surveillance.judging import outcome_faults, text_faults
from qingshan.apps.surveillance.models import Alert, Clarification
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="alert.closed",
    label=Label("办结监控提示", "close the alert"),
    roles=("operator",),
)
def close_alert(call: Call, *, alert: int, outcome: str, finding: str) -> Done[Alert]:
    """Whoever was asked and has not answered need not answer any more, and is told so.

    Raises
    ------
    Refused
        E-MC-01 when it is closed, E-SV-03 no finding, E-SV-04 warned though nobody was, E-SV-05
        restricted though trading is halted for none of its sides.
    """
    found = locked(Alert, alert)
    advance(found, "close_alert", call)
    refuse_all([*text_faults(found.number, finding), *outcome_faults(found, outcome)])
    found.outcome, found.finding, found.closed = outcome, finding.strip(), call.when
    found.save(update_fields=["state", "outcome", "finding", "closed"])
    dropped = [_dropped(one, call) for one in found.clarifications.filter(state="asked")]
    parts = [Part("clarification.dropped", one, {"number": one.number}) for one in dropped]
    return Done(found, {"number": found.number, "outcome": outcome}, parts)


def _dropped(clarification: Clarification, call: Call) -> Clarification:
    advance(clarification, "close_alert", call)
    clarification.save(update_fields=["state"])
    return clarification

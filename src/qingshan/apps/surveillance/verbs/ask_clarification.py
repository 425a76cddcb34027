"""Ask a side of an alert to explain its deals (要求说明情况)."""

from __future__ import annotations

from datetime import timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.base.workdays import last_of_workdays
from qingshan.apps.surveillance.judging import side_faults, text_faults
from qingshan.apps.surveillance.models import Alert, Clarification
from qingshan.apps.surveillance.refusals import ASKED_BEFORE
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.watch import clarification_days
from qingshan.core.tables.shelf import open_shelf

SERIES = "SM"
ACT = Label("要求说明情况", "ask for a clarification")


@verb(event="clarification.asked", label=ACT, roles=("operator",))
def ask_clarification(call: Call, *, alert: int, party: int, question: str) -> Done[Clarification]:
    """The side has some working days, and is told so; what it answers is not public.

    Raises
    ------
    Refused
        E-MC-01 an alert that is closed, E-SV-01 a party that is no side, E-SV-02 one that was asked
        and has not answered, E-SV-03 no question; E-MC-05 when the last day to answer lies in a
        year whose holidays are not known.
    """
    found = locked(Alert, alert)
    must_be_in(found, ["open"], ACT)
    faults = [*side_faults(found, party), *text_faults(found.number, question)]
    before = found.clarifications.filter(party=party, state="asked").select_related("party").first()
    if before is not None:
        told = {"name": before.party.label, "due": before.due.isoformat()}
        faults.append(Refusal(ASKED_BEFORE, before.number, told))
    refuse_all(faults)
    day = booking_day(call.when)
    made = Clarification.objects.create(
        number=next_number(SERIES, call.when.year),
        alert=found,
        party_id=party,
        question=question.strip(),
        asked=call.when,
        due=last_of_workdays(day + timedelta(days=1), clarification_days(day, open_shelf())),
    )
    return Done(made, {"number": made.number, "alert": found.number, "party": party})

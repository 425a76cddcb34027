"""Warn a side of an alert in writing (书面警示)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.surveillance.judging import side_faults, text_faults
from qingshan.apps.surveillance.models import Alert, WrittenWarning
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label

SERIES = "JG"
ACT = Label("出具书面警示", "warn in writing")


@verb(event="party.warned", label=ACT, roles=("operator",))
def warn_party(call: Call, *, alert: int, party: int, text: str) -> Done[WrittenWarning]:
    """The side is told; it stays with the side and with whoever oversees the market.

    Raises
    ------
    Refused
        E-MC-01 an alert that is closed, E-SV-01 a party that is no side, E-SV-03 nothing said.
    """
    found = locked(Alert, alert)
    must_be_in(found, ["open"], ACT)
    refuse_all([*side_faults(found, party), *text_faults(found.number, text)])
    made = WrittenWarning.objects.create(
        number=next_number(SERIES, call.when.year),
        alert=found,
        party_id=party,
        text=text.strip(),
        when=call.when,
    )
    return Done(made, {"number": made.number, "alert": found.number, "party": party})

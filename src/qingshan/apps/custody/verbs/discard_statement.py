"""A statement that was read is not booked: it was the wrong file or the wrong balance."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.custody.models import BankStatement
from qingshan.core.kernel.label import Label


@verb(
    event="statement.discarded",
    label=Label("作废流水", "discard the statement"),
    roles=("operator",),
)
def discard_statement(call: Call, *, statement: int) -> Done[BankStatement]:
    """Its movements count nowhere; E-MC-01 once it is booked."""
    found = locked(BankStatement, statement)
    advance(found, "discard_statement", call)
    found.save(update_fields=["state"])
    return Done(found, {"day": found.day.isoformat()})

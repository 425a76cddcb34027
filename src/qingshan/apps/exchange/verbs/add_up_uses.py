"""Add up all deals by use to the beginning of a day (分用途累计)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import entered
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.use_models import UseTotals
from qingshan.apps.exchange.use_reads import sums_before
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(event="uses.added_up", label=Label("分用途累计", "add up deals by use"), roles=("system",))
def add_up_uses(call: Call) -> Done[UseTotals]:
    """Every night anew from the deals themselves, so that nothing can drift; once for each day."""
    day = booking_day(call.when)
    sums = {purpose: list(told) for purpose, told in sums_before(day).items()}
    made = entered(UseTotals(day=day, sums=sums))
    return Done(made, {"day": day.isoformat(), "uses": len(made.sums)})

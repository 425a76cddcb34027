"""Note what a night's comparison found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qingshan.apps.agreement.models import Agreement
from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(
    event="agreement.noted",
    label=Label("记录登记与交易核对", "note whether registry and exchange agree"),
    roles=("system",),
)
def note_agreement(
    call: Call, *, counts: Mapping[str, int], mismatches: Sequence[Mapping[str, str]]
) -> Done[Agreement]:
    """The timer calls it with what it saw; a second look on a day replaces the first."""
    day = booking_day(call.when)
    differing = [dict(each) for each in mismatches]
    told = {"looked": call.when, "counts": dict(counts), "mismatches": differing}
    found, _ = Agreement.objects.update_or_create(day=day, defaults=told)
    return Done(found, {"day": day.isoformat(), "mismatches": len(found.mismatches)})

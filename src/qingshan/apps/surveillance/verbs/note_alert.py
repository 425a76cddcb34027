"""Note that deals or orders reached a mark (监控提示)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.surveillance.models import Alert
from qingshan.core.kernel.label import Label

SERIES = "JK"


@verb(
    event="alert.noted",
    label=Label("记录监控提示", "note the alert"),
    roles=("system",),
)
def note_alert(  # noqa: PLR0913  what stood out, by whom, since when, and by how much
    call: Call,
    *,
    kind: str,
    asset: str,
    party: int,
    other: int | None,
    since: date,
    newest: datetime,
    facts: Mapping[str, Any],
) -> Done[Alert]:
    """From now on the operator has something to look into; the timer calls it, once for each."""
    found = Alert.objects.create(
        number=next_number(SERIES, call.when.year),
        kind=kind,
        asset=asset,
        party_id=party,
        other_id=other,
        since=since,
        newest=newest,
        facts=dict(facts),
        noted=call.when,
    )
    return Done(found, {"number": found.number, "kind": kind, "asset": asset, **facts})

"""Suspend trading of the market, of a series or of a party (暂停交易)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.exchange.refusals import HALT_WRONG
from qingshan.apps.exchange.rules import ware_faults
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label

SERIES = "TP"


@verb(event="trading.halted", label=Label("暂停交易", "halt trading"), roles=("operator",))
def halt_trading(
    call: Call, *, scope: str, asset: str = "", party: int | None = None, reason: str, document: str
) -> Done[Halt]:
    """From now on nothing of it is ordered or agreed; what is agreed may still be settled.

    Raises
    ------
    Refused
        E-EX-21 when scope, subject and reason do not fit, E-EX-11 a series that is no ticket.
    """
    named = {"market": not asset and party is None, "asset": bool(asset) and party is None}
    named["party"] = party is not None and not asset
    if not named.get(scope, False) or not reason.strip():
        raise Refused.because(HALT_WRONG, scope or "—")
    if asset:
        refuse_all(ware_faults(asset))
        lock_instrument(asset)
    halt = Halt.objects.create(
        number=next_number(SERIES, call.when.year),
        scope=scope,
        asset=asset,
        party_id=party,
        reason=reason.strip(),
        document=document.strip(),
        since=call.when,
    )
    return Done(halt, {"number": halt.number, "scope": scope, "asset": asset, "party": party})

"""Frozen units are transferred to a creditor by ruling (司法划转)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.refusals import BASIS_MISSING
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.queue import carried_over, must_hold_something, served, taken_up
from qingshan.apps.remedies.refusals import TRANSFER_WRONG
from qingshan.apps.remedies.rules import fraction_faults
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AssetKind


@verb(event="hold.executed", label=Label("司法划转", "transfer by force"), roles=("registrar",))
def execute_hold(
    call: Call, *, hold: int, target: int, quantity: int, ground: str
) -> Done[JudicialHold]:
    """Transfer ``quantity`` carbon units to ``target``; the rest is free, or the next one's.

    The freeze ends with it; what of it still waited waits no longer.

    Raises
    ------
    Refused
        E-RM-09 nothing is frozen yet; E-RM-08 quantity or receiver, E-RM-10 a fraction of a tonne,
        E-RG-11 no ruling, at once.
    """
    taker = party_of(target)
    found = taken_up(hold, taker=taker)
    advance(found, "execute_hold", call)
    must_hold_something(found)
    wrong = []
    if not 0 < quantity <= found.held or target == found.holder_id:
        held = AssetKind.CARBON.say(found.held)
        wrong.append(Refusal(TRANSFER_WRONG, found.number, {"held": held}))
    else:
        wrong += fraction_faults(found.number, quantity, found.held)
    if not ground.strip():
        wrong.append(Refusal(BASIS_MISSING, found.number))
    refuse_all(wrong)
    carried_over(found, taker, quantity, call)
    found.ground = ground
    found.save(update_fields=["state", "ground", "held"])
    took = served(found.ticket, found.holder, call)
    facts = {"number": found.number, "quantity": quantity, "target": target, **took.facts}
    return Done(found, facts, took.parts(found))

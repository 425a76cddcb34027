"""Settle what waits, all together (统一交割): gross, deal by deal, delivery against payment."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.last import Last
from qingshan.apps.base.moves import advance
from qingshan.apps.base.numbering import number_all
from qingshan.apps.base.rows import changed_alike, entering_all
from qingshan.apps.base.verb import Done, Part, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.reads import waiting_after
from qingshan.apps.exchange.refusals import NOTHING_WAITS
from qingshan.apps.exchange.settlement_models import SettlementRound
from qingshan.apps.exchange.settling import deal_of, settled_facts
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.market.settlement import settlement_chain

SERIES = "JS"


@verb(
    event="trades.settled_together",
    label=Label("统一交割", "settle together"),
    roles=("operator", "system"),
)
def settle_together(call: Call, *, after: int = 0) -> Done[SettlementRound]:
    """Deliver the oldest deals that wait, with a key behind ``after``, in one call of the ledger.

    Each deal is delivered whole or not at all. One that the ledger refuses stops no other: it
    waits on, and the event names it with the reasons. At most ``TOGETHER`` go in one act, so that
    others wait for the purses no longer than a moment. Deals of a zone are delivered one by one,
    since each of them retires units.

    Raises
    ------
    Refused
        E-EX-66 when no deal waits; E-LG codes of all when none can be delivered.
    """
    waiting = waiting_after(after)
    if not waiting:
        raise Refused.because(NOTHING_WAITS, "—")
    for trade in waiting:
        advance(trade, "settle_together", call)
        trade.settled = call.when
    made = SettlementRound(made=call.when)
    number_all([made], SERIES, [call.when.year])
    replies = store.post([settlement_chain(deal_of(one)) for one in waiting], when=call.when)
    told = list(zip(waiting, replies, strict=True))
    done = [trade for trade, reply in told if reply.accepted]
    left = {trade.number: reply.refusals for trade, reply in told if not reply.accepted}
    if not done:
        raise Refused(*(refusal for refusals in left.values() for refusal in refusals))
    made.deals, made.amount_fen = len(done), sum(trade.amount_fen for trade in done)
    facts = {
        "number": made.number,
        "deals": [trade.number for trade in done],
        "left": {name: sorted({one.code for one in faults}) for name, faults in left.items()},
    }
    parts = [Part("trade.settled", trade, settled_facts(trade)) for trade in done]
    changed_alike(done, "state", "settled")
    return Done(made, facts, parts, Last([entering_all([made])]))

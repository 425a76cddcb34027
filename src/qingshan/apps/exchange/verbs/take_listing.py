"""Take a listing, wholly or in part (摘牌): the buyer's money is held at once."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, alone, verb
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import UNRELATED
from qingshan.apps.exchange.picking import pick_all
from qingshan.core.kernel.label import Label


@verb(
    event="trade.agreed",
    label=Label("摘牌", "take the listing"),
    roles=("trader",),
    together=pick_all,
)
def take_listing(
    call: Call, *, listing: int, buyer: int, quantity: int, purpose: str, relation: str = UNRELATED
) -> Done[Trade]:
    """Agree a deal at the listed price.

    Raises
    ------
    Refused
        E-EX-01 lot, E-EX-03 barred, E-EX-04 more than is left, E-EX-05 own listing, E-EX-06
        expired, E-EX-50 offered to a zone, and what keeps either side from the deal (E-EX-12 to
        20), all at once; E-EX-09 an amount below the fee; E-MC-01 when the listing is closed;
        E-LG codes when money is short.
    """
    arguments = {"listing": listing, "buyer": buyer, "quantity": quantity}
    return alone(pick_all, call, **arguments, purpose=purpose, relation=relation)

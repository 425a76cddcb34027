"""How long one may object to a deal, and whether an error can still be led back."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.attachments import MEGABYTE
from qingshan.apps.base.workdays import if_known
from qingshan.apps.books.reads import balance
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import SELL, ZONES
from qingshan.apps.exchange.refusals import WAY_BACK_SHUT
from qingshan.apps.exchange.trading_days import trading_day_after
from qingshan.apps.parties.models import Party
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal
from qingshan.core.ledger.model import AccountId, AssetKind, booking_day
from qingshan.core.market.rules import amount_rule
from qingshan.core.market.settlement import cash, units


def objection_days(day: date) -> int:
    """Trading days after a deal on which one may still object."""
    return int(amount_rule("objection_days", "trading day", shelf=open_rulebook(), as_of=day))


def attachment_bytes(day: date) -> int:
    """How large a file beside an objection or a clarification may be."""
    most = amount_rule("attachment_mb", "MB", shelf=open_rulebook(), as_of=day)
    return int(most) * MEGABYTE


def objections_until(trade: Trade) -> date | None:
    """The last day for objections: counted from delivery, or from the deal until then.

    None where the year in which it lies is not known yet: nobody is too late then.
    """
    day = booking_day(trade.settled or trade.agreed)
    return if_known(lambda: trading_day_after(day, objection_days(day)))


def is_too_late(trade: Trade, day: date) -> bool:
    """Whether the term for objections is over."""
    until = objections_until(trade)
    return until is not None and day > until


def way_back_faults(trade: Trade) -> list[Refusal]:
    """E-EX-65 for each side that has not enough left to give back."""
    back = trade.charge(SELL).total_fen
    ways = (
        (trade.buyer, units(trade.asset, trade.buyer.owner), trade.quantity, AssetKind.CARBON),
        (trade.seller, cash(trade.seller.owner), back, AssetKind.MONEY),
    )
    return [fault for way in ways for fault in _short(trade, *way)]


def _short(
    trade: Trade, party: Party, account: AccountId, needed: int, kind: AssetKind
) -> list[Refusal]:
    # What was bought in a zone is retired; other units of the buyer do not stand in for it.
    is_retired = kind is AssetKind.CARBON and trade.mode in ZONES
    available = 0 if is_retired else balance(account).available
    if available >= needed:
        return []
    has, wants = kind.say(available), kind.say(needed)
    facts = {"party": party.label, "available": has, "needed": wants}
    return [Refusal(WAY_BACK_SHUT, trade.number, facts)]

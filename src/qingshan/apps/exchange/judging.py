"""What is wrong with an order: hours, size, price, halts, who and how much, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.prepared import Asked
from qingshan.apps.base.rows import locked
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.models import Instrument
from qingshan.apps.exchange.modes import (
    AUCTION,
    BLOCK,
    BUY,
    INDIVIDUAL_ZONE,
    MODES,
    PICKED,
    SELL,
    ZONES,
)
from qingshan.apps.exchange.reads import bought_and_unsettled
from qingshan.apps.exchange.refusals import (
    BAND_BROKEN,
    EXPIRY_PAST,
    HALTED,
    HOLDERS_FULL,
    MARKET_CLOSED,
    POSITION_FULL,
    RESOLD_SOON,
    SIZE_WRONG,
    TERM_LONG,
)
from qingshan.apps.exchange.rules import lot_faults, order_faults, trader_barred
from qingshan.apps.exchange.situation import Situation, situation_of
from qingshan.apps.exchange.trading_days import (
    is_trading_day,
    trading_day_after,
    trading_days_between,
)
from qingshan.apps.parties.models import Party
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import amount_rule, band_around, band_name, quantity_rule, sessions


@dataclass(frozen=True)
class Order:
    """What one side wants: quantity in carbon units, price in fen per tonne.

    An inquiry asks for prices and names none: its price is zero and is not judged.
    """

    mode: str
    side: str
    party: Party
    asset: str
    quantity: int
    price_fen: int
    when: datetime

    @property
    def day(self) -> date:
        """The day under whose rows it is judged."""
        return booking_day(self.when)


def lock_instrument(asset: str) -> None:
    """The row of a series, under lock: orders of one series are judged one after the other."""
    lock_instruments([asset])


def lock_instruments(assets: Iterable[str]) -> None:
    """The rows of several series, under lock in the order of their keys."""
    wanted = sorted(set(assets))
    lock_new_instruments(wanted, _INSTRUMENTS.rows(wanted))


def locking_instruments(assets: Iterable[str]) -> Asked:
    """The statement that locks the rows that are there, to be sent with others."""
    return _INSTRUMENTS.asked(sorted(set(assets)))


def lock_new_instruments(assets: Iterable[str], rows: Iterable[tuple[str]]) -> bool:
    """The rows of series that no answer tells are made and locked; whether there were any."""
    missing = sorted(set(assets) - {asset for (asset,) in rows})
    for asset in missing:
        made, _ = Instrument.objects.get_or_create(asset=asset)
        locked(Instrument, made.pk)
    return bool(missing)


def seen(order: Order) -> Situation:
    """What judging one order has to know."""
    sides = {"buyer" if order.side == BUY else "seller": order.party.pk}
    return situation_of(order.asset, order.day, **sides)


def judged(order: Order, known: Situation | None = None) -> list[Refusal]:
    """Everything that keeps an order from the market; its instrument is locked."""
    known = known or seen(order)
    found = order_faults(order.quantity, order.price_fen, as_of=order.day)
    if not found:
        found += [*_size_faults(order), *_band_faults(order, known)]
    return [*found, *standing_faults(order, known), *hour_faults(order.mode, order.when)]


def asking_faults(order: Order) -> list[Refusal]:
    """What keeps a buyer from asking for prices; the price is judged when one is named."""
    found = lot_faults(order.quantity, as_of=order.day)
    return [*found, *standing_faults(order), *hour_faults(order.mode, order.when)]


def standing_faults(order: Order, known: Situation | None = None) -> list[Refusal]:
    """What keeps a party from dealing whatever the hour and the price.

    Who buys in a zone holds nothing and sells nothing: gap, holders and position do not count.
    """
    known = known or seen(order)
    barred = [trader_barred(order.party)] if order.party.pk in known.barred else []
    found = [*barred, *_halt_faults(order, known)]
    if order.mode in ZONES and order.side == BUY:
        return found
    found += _gap_faults(order, known)
    if order.side == BUY:
        found += [*_holder_faults(order, known), *_position_faults(order, known)]
    return found


def holders_of(asset: str) -> set[str]:
    """Owners with units of a series, and those who bought and wait for delivery."""
    holders = {owner for owner, held in books.holdings_of(asset).items() if held.posted}
    return holders | {f"party:{key}" for key in bought_and_unsettled(asset)}


def hour_faults(mode: str, when: datetime) -> list[Refusal]:
    """Whether the market is open for a mode; at any hour where hours are not kept.

    An auction has times of its own, announced beforehand.
    """
    if not settings.TRADING_HOURS or mode == AUCTION:
        return []
    local = when.astimezone(SHANGHAI)
    spans = sessions(mode, shelf=open_rulebook(), as_of=local.date())
    if is_trading_day(local.date()) and any(span.holds(local.time()) for span in spans):
        return []
    told = [str(span) for span in spans]
    facts = {"mode": MODES[mode], "hours": Label("、".join(told), " and ".join(told))}
    return [Refusal(MARKET_CLOSED, f"{local:%Y-%m-%d %H:%M}", facts)]


def term_faults(expires: datetime, order: Order) -> Iterator[Refusal]:
    """Whether an order ends in the future, and soon enough."""
    facts: dict[str, object] = {"expires": f"{expires.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"}
    if expires <= order.when:
        yield Refusal(EXPIRY_PAST, str(expires), facts)
    days = int(amount_rule("order_max_days", "d", shelf=open_rulebook(), as_of=order.day))
    if booking_day(expires) > order.day + timedelta(days=days):
        yield Refusal(TERM_LONG, str(expires), {**facts, "days": days})


def _size_faults(order: Order) -> Iterator[Refusal]:
    """A picked order stays below the largest, a block deal reaches the smallest size.

    A person buys a small pack in the zone for persons; what is offered there is a listing.
    """
    is_block, is_pack = order.mode == BLOCK, (order.mode, order.side) == (INDIVIDUAL_ZONE, BUY)
    name = "block_min_qty" if is_block else "listing_max_qty"
    name = "individual_max_qty" if is_pack else name
    limit = quantity_rule(name, shelf=open_rulebook(), as_of=order.day)
    is_wrong = order.quantity < limit if is_block else order.quantity >= limit
    is_wrong = order.quantity > limit if is_pack else is_wrong
    bound = Label("不少于", "at least") if is_block else Label("少于", "less than")
    bound = Label("不超过", "at most") if is_pack else bound
    if is_wrong and order.mode in {BLOCK, *PICKED, *ZONES}:
        yield Refusal(
            SIZE_WRONG,
            order.asset,
            {
                "asked_t": tonnes_text(order.quantity),
                "limit_t": tonnes_text(limit),
                "mode": MODES[order.mode],
                "bound": bound,
            },
        )


def _band_faults(order: Order, known: Situation) -> Iterator[Refusal]:
    """Whether the price lies in the band of the day; an auction has its floor instead."""
    close = None if order.mode == AUCTION else known.close
    if close is None:
        return
    shelf = open_rulebook()
    band = band_around(close.price_fen, order.mode, shelf=shelf, as_of=order.day)
    if not band.holds(order.price_fen):
        share = amount_rule(band_name(order.mode), "%", shelf=shelf, as_of=order.day)
        yield Refusal(
            BAND_BROKEN,
            yuan(order.price_fen),
            {
                "price": yuan(order.price_fen),
                "low": yuan(band.low_fen),
                "high": yuan(band.high_fen),
                "close": yuan(close.price_fen),
                "day": close.day,
                "share": f"{share.normalize():f}",
            },
        )


def _halt_faults(order: Order, known: Situation) -> Iterator[Refusal]:
    for halt in known.halts_on(order.party.pk):
        yield Refusal(
            HALTED,
            halt.number,
            {
                "subject": halt.scope_label,
                "since": f"{halt.since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                "reason": halt.reason,
            },
        )


def _gap_faults(order: Order, known: Situation) -> Iterator[Refusal]:
    """Bought and then sold, or sold and then bought, within the days that lie between."""
    gap = int(amount_rule("resale_gap", "trading day", shelf=open_rulebook(), as_of=order.day))
    is_selling = order.side == SELL
    before = known.bought if is_selling else known.sold
    if before is None:
        return
    day = booking_day(before)
    gone = trading_days_between(day, order.day, enough=gap)
    if gone < gap:
        yield Refusal(
            RESOLD_SOON,
            order.party.name,
            {
                "party": order.party.label,
                "day": day,
                "acted": Label("买入", "bought") if is_selling else Label("卖出", "sold"),
                "gone": gone,
                "gap": gap,
                "from_day": _open_again(day, gap),
            },
        )


def _open_again(day: date, gap: int) -> Label:
    """The first day after the gap, where the calendar reaches so far."""
    try:
        first = trading_day_after(day, gap)
    except Refused:
        return Label("间隔期满后", "once the days have passed")
    return Label(f"自 {first} 起", f"from {first} on")


def _holder_faults(order: Order, known: Situation) -> Iterator[Refusal]:
    most = int(amount_rule("max_holders", "count", shelf=open_rulebook(), as_of=order.day))
    holders = known.holders
    if order.party.owner not in holders and len(holders) >= most:
        yield Refusal(HOLDERS_FULL, order.asset, {"holders": len(holders), "most": most})


def _position_faults(order: Order, known: Situation) -> Iterator[Refusal]:
    most = quantity_rule("position_max", shelf=open_rulebook(), as_of=order.day)
    mine = known.holdings.get(order.party.owner)
    total = (mine.posted if mine else 0) + known.coming + order.quantity
    if total > most:
        facts = {"total_t": tonnes_text(total), "most_t": tonnes_text(most)}
        yield Refusal(POSITION_FULL, order.asset, {"party": order.party.label, **facts})


def _instruments(assets: list[str]) -> QuerySet[Instrument, tuple[Any, ...]]:
    rows = Instrument.objects.select_for_update(no_key=True)
    return rows.filter(asset__in=assets).order_by("pk").values_list("asset")


_INSTRUMENTS = Fixed(_instruments, list[str])

"""What happened to the first tickets: six deals in one day, pledges, a court-ordered purchase.

After that the days before today: the custody bank, and one of each way to deal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.exchange.verbs.take_listings import take_listings
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.verbs.accept_subscription import accept_subscription
from qingshan.apps.remedies.verbs.fulfil_subscription import fulfil_subscription
from qingshan.apps.remedies.verbs.order_subscription import order_subscription
from qingshan.apps.walks.bank_story import tell_bank
from qingshan.apps.walks.cast import Part, Player, enter
from qingshan.apps.walks.offering import offered
from qingshan.apps.walks.pledge_story import ask_for_release, tell_checks, tell_pledges
from qingshan.apps.walks.series_story import tell_series
from qingshan.apps.walks.surveillance_story import tell_surveillance
from qingshan.apps.walks.trading_story import Floor, tell_trading
from qingshan.core.kernel.money import fen, yuan
from qingshan.core.kernel.units import carbon, tonnes_text

SIGNING_DAY = datetime(2024, 4, 16, 10, 0, tzinfo=SHANGHAI)
ORDERED = datetime(2025, 9, 26, 14, 0, tzinfo=SHANGHAI)
AGREED = datetime(2025, 9, 28, 9, 20, tzinfo=SHANGHAI)
FULFILLED = datetime(2025, 9, 30, 10, 12, tzinfo=SHANGHAI)
LISTED_DAYS = 30
FUNDS = fen("400000.00")

BUYERS = (
    Part(
        "brewery",
        "酒买",
        ("trader",),
        "enterprise",
        "赤岭酒业有限公司",
        "Chiling Brewery Co.",
        "91520000DEM000007M",
    ),
    Part(
        "scenic",
        "游买",
        ("trader",),
        "enterprise",
        "溪谷景区管理有限公司",
        "Xigu Scenic Area Co.",
        "91520000DEM000008Q",
    ),
)

CITIZEN = Part("citizen", "潘某", ("trader",), "person", "潘某某", "a citizen")

DEALS = (
    ("jianhe", "buyer", 1_500, "82.00", "own_emissions"),
    ("fenggang", "brewery", 1_200, "80.00", "product_period"),
    ("duyun", "buyer", 1_000, "78.00", "own_emissions"),
    ("danzhai", "scenic", 850, "80.00", "event"),
    ("ceheng", "brewery", 1_000, "79.00", "own_emissions"),
    ("kaiyang", "scenic", 700, "80.00", "public_good"),
)
"""Seller, buyer, tonnes, yuan per tonne, use: six deals, 6,250 t, about half a million yuan."""

OFFERED = (("kaiyang", 150, "81.50"), ("jiangkou", 90, "82.00"), ("taijiang", 2_000, "81.00"))
HANDED_IN = ("taijiang", 300, "82.50")
OFFERED_DAYS = 60
ORDERER, ORDERED_T = "brewery", {"kaiyang": 30, "jiangkou": 20}
CASE, COURT_T, COURT_PRICE = "（2025）黔演刑初 12 号", 55, "85.00"


def tell_market(
    cast: Mapping[str, Player],
    holders: Mapping[str, Player],
    tickets: Mapping[str, Ticket],
    *,
    now: datetime,
    tell: Callable[[str], None],
) -> None:
    """Tell it; every act through its verb at its own moment, and offers that stand today."""
    players = {**cast, **holders, **{part.username: enter(part, SIGNING_DAY) for part in BUYERS}}
    for name in ("buyer", "brewery", "scenic"):
        pay_in(
            Call(cast["operator"].actor, SIGNING_DAY, f"story/pay-in/{name}"),
            party=players[name].party.pk,
            amount_fen=FUNDS,
            bank_reference=f"STORY-{name.upper()}",
        )
    for place, deal in enumerate(DEALS):
        moment = SIGNING_DAY + timedelta(minutes=12 * place)
        tell(_deal(players, tickets, deal, moment))
    for line in tell_pledges(players, tickets):
        tell(line)
    tell(_court(players, tickets["fenggang"]))
    players["citizen"] = enter(CITIZEN, now - timedelta(days=4))
    tell(ask_for_release(players, now=now))
    for line in tell_series(players, tickets, now=now):
        tell(line)
    tell(tell_bank(players, now=now))
    for line in tell_trading(Floor(players, tickets), now=now):
        tell(line)
    for line in _offers(players, tickets, now):
        tell(line)
    for line in tell_checks(players, tickets, now=now):
        tell(line)
    for line in tell_surveillance(players, tickets, now=now):
        tell(line)


def _deal(
    players: Mapping[str, Player],
    tickets: Mapping[str, Ticket],
    deal: tuple[str, str, int, str, str],
    moment: datetime,
) -> str:
    seller, buyer, tonnes, price, purpose = deal
    listing = offered(
        Call(players[seller].actor, moment, f"story/list/{seller}"),
        players["operator"].actor,
        asset=tickets[seller].asset,
        seller=players[seller].party.pk,
        quantity=carbon(tonnes),
        price_fen=fen(price),
        expires=moment + timedelta(days=LISTED_DAYS),
    )
    trade = take_listing(
        Call(players[buyer].actor, moment, f"story/take/{seller}"),
        listing=listing.pk,
        buyer=players[buyer].party.pk,
        quantity=carbon(tonnes),
        purpose=purpose,
    )
    settle_trade(Call(players["operator"].actor, moment, f"story/settle/{seller}"), trade=trade.pk)
    return f"{trade.number}  {tonnes:,} 吨 × {price} 元 = {yuan(trade.amount_fen)} 元"


def _offers(
    players: Mapping[str, Player], tickets: Mapping[str, Ticket], now: datetime
) -> Iterator[str]:
    """What stands today, of which somebody took two in one order; and one that waits for review."""
    listings = {}
    for offer in OFFERED:
        call, terms = _offer(players, tickets, offer, now)
        listings[offer[0]] = found = offered(call, players["operator"].actor, **terms)
        left, price = tonnes_text(found.left), yuan(found.price_fen)
        yield f"{found.number}  挂牌 {left} 吨，{price} 元/吨"
    order = take_listings(
        Call(players[ORDERER].actor, now, "story/order"),
        buyer=players[ORDERER].party.pk,
        lines=[[listings[name].pk, carbon(tonnes)] for name, tonnes in ORDERED_T.items()],
        purpose="product_period",
    )
    for trade in order.trades.order_by("pk"):
        call = Call(players["operator"].actor, now, f"story/settle/{trade.number}")
        settle_trade(call, trade=trade.pk)
    yield f"{order.number}  合并摘牌 {order.deals} 笔 {tonnes_text(order.quantity)} 吨"
    call, terms = _offer(players, tickets, HANDED_IN, now)
    listing = list_units(call, **terms)
    yield f"{listing.number}  待审核的挂牌 {tonnes_text(listing.left)} 吨"


def _offer(
    players: Mapping[str, Player],
    tickets: Mapping[str, Ticket],
    offer: tuple[str, int, str],
    now: datetime,
) -> tuple[Call, dict[str, Any]]:
    seller, tonnes, price = offer
    terms = {
        "asset": tickets[seller].asset,
        "seller": players[seller].party.pk,
        "quantity": carbon(tonnes),
        "price_fen": fen(price),
        "expires": now + timedelta(days=OFFERED_DAYS),
    }
    return Call(players[seller].actor, now, f"story/offer/{seller}/{tonnes}"), terms


def _court(players: Mapping[str, Player], ticket: Ticket) -> str:
    debtor = enter(Part("debtor", "某某", (), "person", "韦某某", "a party"), ORDERED)
    amount = fen(COURT_PRICE) * COURT_T
    pay_in(
        Call(players["operator"].actor, ORDERED, "story/pay-in/debtor"),
        party=debtor.party.pk,
        amount_fen=amount,
        bank_reference="STORY-COURT",
    )
    subscription = order_subscription(
        Call(players["court"].actor, ORDERED, "story/court/order"),
        court=players["court"].party.pk,
        case_number=CASE,
        party=debtor.party.pk,
        ticket=ticket.pk,
        seller=players["fenggang"].party.pk,
        quantity=carbon(COURT_T),
        price_fen=fen(COURT_PRICE),
    )
    accept_subscription(
        Call(players["fenggang"].actor, AGREED, "story/court/accept"),
        subscription=subscription.pk,
    )
    done = fulfil_subscription(
        Call(players["operator"].actor, FULFILLED, "story/court/fulfil"),
        subscription=subscription.pk,
    )
    assert done.retirement is not None
    return f"{done.retirement.number}  司法认购 {COURT_T} 吨，{yuan(amount)} 元，已注销"

"""What register, market and custody tell, held against what the ledger tells, set by set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet, Sum, Window
from django.db.models.functions import Lag

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.books import audit, reads
from qingshan.apps.books.reads import KindSum
from qingshan.apps.custody.models import PayOut
from qingshan.apps.exchange.blocks import buyer_charge
from qingshan.apps.exchange.inquiry_models import Quotation
from qingshan.apps.exchange.models import Bid, BlockTrade, Listing, Trade
from qingshan.apps.exchange.modes import BUY, SELL
from qingshan.apps.exchange.requesting import still_due_fen
from qingshan.apps.log.audit import CHANGED, PUSHED_IN, REMOVED
from qingshan.apps.log.standing import COLUMN_GONE, WITHOUT_ACT, changed_rows
from qingshan.apps.pledges.machine import STANDING as STANDING_PLEDGES
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.registry.models import Cut, Retirement, Ticket
from qingshan.apps.remedies.models import JudicialHold
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.settlement import MONEY

NAMED_MOST = 100
"""Differences that are named one by one; a ledger in disorder has thousands."""

FIGURES: Mapping[str, Label] = {
    "issued": Label("签发数量", "units issued"),
    "retired": Label("注销证书的数量", "units on retirement certificates"),
    "cut": Label("退出流通的编号", "numbers out of circulation"),
    "gap": Label("编号断开处", "gaps between numbers"),
    "offered": Label("挂牌、报价、竞价和待交割的碳票", "units offered or to be delivered"),
    "pledged": Label("质押的碳票", "units pledged"),
    "frozen": Label("司法冻结的碳票", "units frozen by courts"),
    "money_held": Label("购买占用的资金", "money held for purchases"),
    "to_pay_out": Label("待出金", "money to be paid out"),
    "fees": Label("手续费", "fees"),
    "ledger": Label("账本逐笔重算", "the ledger, added up again"),
    "row": Label("各登记记录与日志所记摘要", "rows of the register against their noted digests"),
}
ROWS: Mapping[str, Label] = {
    "changed": CHANGED,
    "removed": REMOVED,
    "pushed_in": PUSHED_IN,
    "without_act": WITHOUT_ACT,
    "column_gone": COLUMN_GONE,
}
"""How a row differs from what the journal noted of it; a mismatch of rows tells the name."""

UNDECIDED = ("proposed", "announced")
Amounts = Counter[str]
Sums = dict[tuple[str, AccountKind], KindSum]


@dataclass(frozen=True)
class Mismatch:
    """A figure that the rooms and the ledger tell differently, both as text."""

    figure: str
    place: str
    rooms: str
    ledger: str


def counts() -> dict[str, int]:
    """How much there was to compare."""
    return {
        "tickets": Ticket.objects.count(),
        "retirements": Retirement.objects.count(),
        "orders": sum(rows.count() for rows, _, _ in _offers())
        + Bid.objects.filter(left__gt=0).count(),
        "deals": Trade.objects.filter(state="agreed").count(),
    }


def mismatches() -> Iterator[Mismatch]:
    """Everything that differs, the ledger within itself first.

    Run it in a transaction of level REPEATABLE READ while others are at work.
    """
    for found in islice(audit.figures(), NAMED_MOST):
        yield Mismatch("ledger", f"{found.place} ({found.what})", found.kept, found.counted)
    sums = reads.sums()
    yield from islice(_units(sums), NAMED_MOST)
    yield from _money(sums)


def unlike_rows() -> Iterator[Mismatch]:
    """Rows that are not as the journal noted them, named; see ``log/standing.py``."""
    names = {label: name for name, label in ROWS.items()}
    for breach in islice(changed_rows(), NAMED_MOST):
        yield Mismatch("row", breach.place, names[breach.what], "")


def _units(sums: Sums) -> Iterator[Mismatch]:
    supply = {asset: -told.balance for asset, told in _of(sums, AccountKind.SUPPLY).items()}
    retired = {asset: told.balance for asset, told in _of(sums, AccountKind.RETIRED).items()}
    gone: Amounts = Counter()
    for (asset, kind), told in sums.items():
        if kind.sink and asset != MONEY:
            gone[asset] += told.balance
    yield from _apart("issued", _by_series(Ticket.objects.all(), "number", "quantity"), supply)
    certified = _by_series(Retirement.objects.all(), "ticket__number", "quantity")
    yield from _apart("retired", certified, retired)
    spans = Cut.objects.annotate(width=F("span__endswith") - F("span__startswith"))
    yield from _apart("cut", _by_series(spans, "ticket__number", "width"), gone)
    yield from _gaps()
    offered: Amounts = Counter()
    for rows, asset, amount in _offers():
        offered.update(_by(rows, asset, amount))
    promised = {
        ("offered", AccountKind.ESCROW): offered,
        ("pledged", AccountKind.LENDER): _by(
            Pledge.objects.filter(state__in=STANDING_PLEDGES), "asset", "quantity"
        ),
        ("frozen", AccountKind.COURT): _by_series(
            JudicialHold.objects.filter(held__gt=0), "ticket__number", "held"
        ),
    }
    for (figure, kind), amounts in promised.items():
        held = {asset: told.held_in for asset, told in _of(sums, kind).items()}
        yield from _apart(figure, amounts, held)


def _offers() -> list[tuple[QuerySet[Any], str, str]]:
    """All that is offered or waits for delivery: rows, their series, their amount."""
    return [
        (Listing.objects.filter(left__gt=0), "asset", "left"),
        (Trade.objects.filter(state="agreed"), "asset", "quantity"),
        (BlockTrade.objects.filter(state="proposed", side=SELL), "asset", "quantity"),
        (Quotation.objects.filter(state="standing"), "inquiry__asset", "quantity"),
        (Auction.objects.filter(state__in=UNDECIDED), "asset", "quantity"),
    ]


def _gaps() -> Iterator[Mismatch]:
    """Numbers leave a ticket one behind the other, so the cuts of a ticket touch."""
    before = Window(Lag("span"), partition_by=F("ticket"), order_by=F("span").asc())
    rows = Cut.objects.annotate(before=before).filter(before__isnull=False)
    apart = rows.exclude(span__startswith=F("before__endswith"))
    for cut in apart.select_related("ticket"):
        at = cut.before.upper
        yield Mismatch("gap", cut.ticket.number, f"{cut.span.lower}", f"{at}")


def _money(sums: Sums) -> Iterator[Mismatch]:
    none = KindSum()
    waiting = Trade.objects.filter(state="agreed")
    due = _sum(waiting, F("amount_fen") + F("buyer_fee_fen"))
    due += sum(still_due_fen(bid) for bid in Bid.objects.filter(left__gt=0))
    blocks = BlockTrade.objects.filter(state="proposed", side=BUY)
    due += sum(buyer_charge(block).total_fen for block in blocks)
    due += _sum(SealedBid.objects.filter(auction__state__in=UNDECIDED), F("held_fen"))
    fees = _sum(Trade.objects.filter(state="settled"), F("buyer_fee_fen") + F("seller_fee_fen"))
    asked = _sum(PayOut.objects.filter(state="asked"), F("amount_fen"))
    for figure, rooms, ledger in (
        ("money_held", due, sums.get((MONEY, AccountKind.CLEARING), none).held_in),
        ("to_pay_out", asked, sums.get((MONEY, AccountKind.BANK), none).held_in),
        ("fees", fees, sums.get((MONEY, AccountKind.FEE), none).balance),
    ):
        if rooms != ledger:
            yield Mismatch(figure, MONEY, yuan(rooms), yuan(ledger))


def _apart(figure: str, rooms: Mapping[str, int], ledger: Mapping[str, int]) -> Iterator[Mismatch]:
    for asset in sorted({*rooms, *ledger}):
        ours, theirs = rooms.get(asset, 0), ledger.get(asset, 0)
        if ours != theirs:
            place = asset.removeprefix("ticket:")
            yield Mismatch(figure, place, f"{tonnes_text(ours)} t", f"{tonnes_text(theirs)} t")


def _of(sums: Sums, kind: AccountKind) -> dict[str, KindSum]:
    return {
        asset: told for (asset, found), told in sums.items() if found is kind and asset != MONEY
    }


def _by(rows: QuerySet[Any], asset: str, amount: str) -> Amounts:
    told = rows.order_by().values_list(asset).annotate(sum=Sum(amount))
    return Counter({name: int(total) for name, total in told})


def _by_series(rows: QuerySet[Any], number: str, amount: str) -> Amounts:
    return Counter({f"ticket:{name}": total for name, total in _by(rows, number, amount).items()})


def _sum(rows: QuerySet[Any], what: Any) -> int:
    return int(rows.aggregate(sum=Sum(what))["sum"] or 0)

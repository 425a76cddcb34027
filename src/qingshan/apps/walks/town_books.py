"""What holds in the town after each step, and what is re-added after each hundredth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import F, QuerySet, Sum

from qingshan.apps.books import audit, reads
from qingshan.apps.books.reads import KindSum
from qingshan.apps.custody.models import PayOut
from qingshan.apps.exchange.blocks import buyer_fee_fen
from qingshan.apps.exchange.inquiry_models import Quotation
from qingshan.apps.exchange.models import Bid, BlockTrade, Listing, Trade
from qingshan.apps.exchange.modes import BUY, SELL
from qingshan.apps.exchange.requesting import still_due_fen
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.registry.models import Cut, Retirement, Ticket
from qingshan.apps.registry.reads import standings
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.walks.town_acts import Town
from qingshan.core.kernel.money import amount_fen
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.settlement import MONEY

EMPTY = (AccountKind.ESCROW, AccountKind.CLEARING, AccountKind.LENDER, AccountKind.COURT)
"""What passes through these accounts leaves them in the same chain; holds only point to them."""

SINKS = (AccountKind.RETIRED, AccountKind.CANCELLED)
Sums = dict[tuple[str, AccountKind], KindSum]


class Watch:
    """Looks at the books of a town; what it saw last is what the next step is held against."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._before = reads.sums()

    def look(self, step: int, brought_fen: int) -> None:
        """Every asset adds up; units and money are as many as before but for what was paid in.

        Raises
        ------
        AssertionError
            Naming the step and everything that differs.
        """
        now = reads.sums()
        wrong = [*_sums_wrong(now), *_changes_wrong(self._before, now, brought_fen)]
        assert not wrong, f"after step {step}: {'; '.join(wrong)}"
        self._before = now

    def look_closely(self, step: int, *, deep: bool) -> None:
        """Re-add the ledger from its transfers, and hold each room against it.

        ``deep`` computes every chain's digest and every seal again, too.
        """
        differs = audit.verify() if deep else next(audit.figures(), None)
        assert differs is None, f"after step {step}: {differs}"
        sums = reads.sums()
        wrong = [
            *_register_wrong(self._town.tickets),
            *_fees_wrong(sums),
            *(line for ticket in self._town.tickets for line in _units_wrong(ticket, sums)),
            *_money_wrong(sums),
        ]
        assert not wrong, f"after step {step}: {'; '.join(wrong)}"


def _sums_wrong(now: Sums) -> Iterator[str]:
    for asset in sorted({asset for asset, _ in now}):
        kinds = {kind: told for (code, kind), told in now.items() if code == asset}
        total = sum(told.balance for told in kinds.values())
        if total:
            yield f"balances of {asset} sum to {total}"
        out, back = (
            sum(told.held_out for told in kinds.values()),
            sum(told.held_in for told in kinds.values()),
        )
        if out != back:
            yield f"of {asset} {out} is held from accounts and {back} for accounts"
        for kind in EMPTY:
            if kind in kinds and kinds[kind].balance:
                yield f"{asset}/{kind} keeps {kinds[kind].balance}"


def _changes_wrong(before: Sums, now: Sums, brought_fen: int) -> Iterator[str]:
    none = KindSum()
    for key in sorted(set(before) | set(now)):
        asset, kind = key
        change = now.get(key, none).balance - before.get(key, none).balance
        if kind is AccountKind.BANK and change != -brought_fen:
            yield f"the bank gave {-change} fen and {brought_fen} were paid in"
        elif kind in {AccountKind.SUPPLY, AccountKind.BUFFER} and change:
            yield f"{asset}/{kind} changed by {change}"
        elif kind in {*SINKS, AccountKind.FEE} and change < 0:
            yield f"{asset}/{kind} gave {-change} back"


def _register_wrong(tickets: Sequence[Ticket]) -> Iterator[str]:
    """The register's figures of each ticket are those of the ledger."""
    for asset, found in standings(tickets).items():
        parts = found.available + found.held + found.buffer + found.retired + found.revoked
        if parts != found.issued:
            yield f"of {asset} {found.issued} were issued and {parts} are somewhere"
        ours = Cut.objects.filter(ticket__number=asset.removeprefix("ticket:"))
        spans = [(row.span.lower, row.span.upper) for row in ours.order_by("span")]
        cut = sum(upper - lower for lower, upper in spans)
        if cut != found.retired + found.revoked:
            yield f"of {asset} {cut} numbers are cut for {found.retired + found.revoked} units"
        if any(one[1] != other[0] for one, other in pairwise(spans)):
            yield f"the cuts of {asset} leave a gap"
    retired = Retirement.objects.aggregate(sum=Sum("quantity"))["sum"] or 0
    ledger = sum(found.retired for found in standings(tickets).values())
    if retired != ledger:
        yield f"certificates tell of {retired}, the ledger of {ledger}"


def _units_wrong(ticket: Ticket, sums: Sums) -> Iterator[str]:
    """What orders, deals, pledges and courts hold is what the ledger holds for them."""
    asset = ticket.asset
    waiting = Trade.objects.filter(asset=asset, state="agreed")
    sold = BlockTrade.objects.filter(asset=asset, state="proposed", side=SELL)
    quoted = Quotation.objects.filter(inquiry__asset=asset, state="standing")
    pledged = Pledge.objects.filter(asset=asset, state="registered")
    frozen = JudicialHold.objects.filter(ticket=ticket)
    counted = {
        AccountKind.ESCROW: _sum(Listing.objects.filter(asset=asset), "left")
        + _sum(waiting, "quantity")
        + _sum(sold, "quantity")
        + _sum(quoted, "quantity"),
        AccountKind.LENDER: _sum(pledged, "quantity"),
        AccountKind.COURT: _sum(frozen, "held"),
    }
    for kind, amount in counted.items():
        held = sums.get((asset, kind), KindSum()).held_in
        if held != amount:
            yield f"{asset}: {amount} is promised to {kind} and {held} is held"


def _money_wrong(sums: Sums) -> Iterator[str]:
    waiting = Trade.objects.filter(state="agreed").aggregate(
        sum=Sum(F("amount_fen") + F("buyer_fee_fen"))
    )
    proposed = BlockTrade.objects.filter(state="proposed", side=BUY)
    due = (waiting["sum"] or 0) + sum(still_due_fen(bid) for bid in Bid.objects.filter(left__gt=0))
    due += sum(
        amount_fen(block.quantity, block.price_fen, CARBON_PER_TONNE) + buyer_fee_fen(block)
        for block in proposed
    )
    held = sums.get((MONEY, AccountKind.CLEARING), KindSum()).held_in
    if held != due:
        yield f"{due} fen are promised and {held} are held"
    asked = _sum(PayOut.objects.filter(state="asked"), "amount_fen")
    waits = sums.get((MONEY, AccountKind.BANK), KindSum()).held_in
    if asked != waits:
        yield f"{asked} fen are to be paid out and {waits} are held"


def _fees_wrong(sums: Sums) -> Iterator[str]:
    settled = Trade.objects.filter(state="settled").aggregate(
        sum=Sum(F("buyer_fee_fen") + F("seller_fee_fen"))
    )
    kept = sums.get((MONEY, AccountKind.FEE), KindSum()).balance
    if kept != (settled["sum"] or 0):
        yield f"fees are {kept} fen, those of settled deals {settled['sum'] or 0}"


def _sum(rows: QuerySet[Any], name: str) -> int:
    total: int | None = rows.aggregate(sum=Sum(name))["sum"]
    return total or 0

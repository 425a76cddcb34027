"""Who holds so much of a series that it is to be reported, and what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qingshan.apps.books import reads as books
from qingshan.apps.exchange.holding_models import LargeHolding
from qingshan.apps.registry.models import Ticket
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.rules import report_mark


@dataclass(frozen=True)
class Held:
    """What a party holds of a series, what all hold of it, and the mark, in carbon units."""

    asset: str
    party: int
    quantity: int
    circulating: int
    mark: int

    @property
    def is_large(self) -> bool:
        """Whether it has to be reported."""
        return self.quantity >= self.mark


def holdings_of(asset: str, as_of: date) -> Iterator[Held]:
    """Every holding of a series but that of the party to whom its ticket was issued."""
    rows = books.balances_of_asset(asset).items()
    posted = {
        account.owner: balance.posted
        for account, balance in rows
        if account.kind is AccountKind.PARTY and balance.posted
    }
    total = sum(posted.values())
    mark = report_mark(total, shelf=open_rulebook(), as_of=as_of)
    first = first_holder(asset)
    for owner, quantity in sorted(posted.items()):
        party = int(owner.removeprefix("party:")) if owner.startswith("party:") else 0
        if party and party != first:
            yield Held(asset, party, quantity, total, mark)


def held_by(asset: str, party: int, as_of: date) -> Held | None:
    """What one party holds, if it counts."""
    return next((held for held in holdings_of(asset, as_of) if held.party == party), None)


def first_holder(asset: str) -> int | None:
    """The party to whom the ticket of a series was issued."""
    number = asset.removeprefix("ticket:")
    found = Ticket.objects.filter(number=number).values_list(
        "monitoring__project__party", flat=True
    )
    return found.first()


def series_traded() -> list[str]:
    """Every series that was issued, in the order of their issue."""
    return [ticket.asset for ticket in Ticket.objects.order_by("pk").iterator()]


def standing_large() -> QuerySet[LargeHolding]:
    """Holdings above the mark, those still to be reported first."""
    rows = LargeHolding.objects.exclude(state="ended").select_related("party")
    return rows.order_by("state", "due", "pk")


def ended_large() -> QuerySet[LargeHolding]:
    """Holdings that fell below the mark, the last first."""
    return LargeHolding.objects.filter(state="ended").select_related("party").order_by("-ended")


def owed_by(parties: Iterable[int]) -> QuerySet[LargeHolding]:
    """What some parties have still to report."""
    return LargeHolding.objects.filter(state="owed", party__in=list(parties)).order_by("pk")

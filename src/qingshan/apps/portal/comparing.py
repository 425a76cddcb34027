"""Some tickets side by side, as a buyer weighs them: the forest, the measurement, the market."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Min, Sum

from qingshan.apps.books.reads import day_end
from qingshan.apps.exchange.reads import last_closes, open_listings
from qingshan.apps.portal.rows import TicketRow, ticket_rows
from qingshan.apps.registry.corrected import with_items
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import ticket_number, tickets
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import (
    CARBON_PER_TONNE,
    MU_PER_HECTARE,
    SQUARE_METRE_PER_HECTARE,
)
from qingshan.core.ledger.model import booking_day

MOST = 4
_BETWEEN = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True)
class Offered:
    """What of a ticket is offered outside of the zones: how many offers, units, lowest price."""

    offers: int
    quantity: int
    lowest_fen: int


@dataclass(frozen=True)
class Compared:
    """A ticket beside others; ``recalled`` is a share of one, ``close_fen`` fen per tonne."""

    row: TicketRow
    method: Label
    recalled: float | None
    offered: Offered | None
    close_fen: int | None

    @property
    def ticket(self) -> Ticket:
        """The ticket itself."""
        return self.row.ticket

    @property
    def a_mu_and_year(self) -> Decimal:
        """Removal a mu and year in tonnes, before it is cut to whole ones; two decimals."""
        mu = Decimal(self.ticket.area_m2 * MU_PER_HECTARE) / SQUARE_METRE_PER_HECTARE
        years = Decimal(str(self.ticket.monitoring.period.years))
        removal = Decimal(self.ticket.report.run.removal) / CARBON_PER_TONNE
        return (removal / mu / years).quantize(Decimal("0.01"), ROUND_HALF_UP)


def told_numbers(text: str) -> list[str]:
    """The numbers in a text, however they were typed, each once and in its order."""
    words = [word for word in _BETWEEN.split(text) if word]
    return list(dict.fromkeys(ticket_number(word) for word in words))


def compared(numbers: Sequence[str], moment: datetime) -> list[Compared]:
    """Those of some tickets that there are, in the order told, at a moment."""
    found = with_items(tickets().filter(number__in=numbers)).select_related(
        *("monitoring__project", "party", "report__run__measurer")
    )
    rows = ticket_rows(found)
    assets = [row.ticket.asset for row in rows]
    offered = _offered(assets, moment)
    today = booking_day(moment)
    closes = last_closes(assets, before=today, known=day_end(today)) if assets else {}
    told = {
        row.number: Compared(
            row=row,
            method=find_method(row.ticket.report.run.record["method"]).spec.label,
            recalled=row.ticket.report.run.record.get("share_recalled"),
            offered=offered.get(row.ticket.asset),
            close_fen=closes.get(row.ticket.asset),
        )
        for row in rows
    }
    return [told[number] for number in numbers if number in told]


def _offered(assets: Iterable[str], moment: datetime) -> dict[str, Offered]:
    offers = open_listings(moment).filter(asset__in=list(assets)).order_by()
    sums = offers.values_list("asset").annotate(Count("pk"), Sum("left"), Min("price_fen"))
    return {asset: Offered(*told) for asset, *told in sums}

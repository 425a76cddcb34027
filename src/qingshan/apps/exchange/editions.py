"""The editions of a bulletin: what was published at the end of the day stays, and is corrected.

A deal that is led back after its day changes the bulletin of that day. Each day on which that
happened makes an edition, which names the deals and the reasons; the one before stays as issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qingshan.apps.books.reads import day_end
from qingshan.apps.exchange.models import AGREED_DAY, Trade
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@dataclass(frozen=True)
class Edition:
    """One edition: its number, the day on which it was issued, and the deals led back on that day.

    The first never told what was led back on the day itself; it says why all the same.
    """

    number: int
    day: date
    corrected: tuple[Trade, ...] = ()

    @property
    def until(self) -> datetime:
        """What was corrected from this moment on, the edition does not know."""
        return day_end(self.day)

    @property
    def is_corrected(self) -> bool:
        """Whether it corrects the one before."""
        return self.number > 1

    @property
    def label(self) -> Label:
        """What it is called."""
        if not self.is_corrected:
            return Label("原版", "As issued")
        return Label(f"第 {self.number} 版（更正）", f"Edition {self.number}, corrected")


def agreed_on(day: date) -> QuerySet[Trade]:
    """All that was agreed on a day, also what was led back."""
    return Trade.objects.alias(agreed_day=AGREED_DAY).filter(agreed_day=day)


def editions_of(day: date) -> list[Edition]:
    """The editions of a day, the first one as issued; later ones by day of correction."""
    led_back: dict[date, list[Trade]] = {}
    changed = agreed_on(day).filter(corrected__isnull=False)
    for trade in changed.order_by("corrected", "pk"):
        assert trade.corrected is not None
        led_back.setdefault(booking_day(trade.corrected), []).append(trade)
    first = Edition(1, day, tuple(led_back.pop(day, [])))
    rest = enumerate(sorted(led_back.items()), 2)
    return [first, *(Edition(number, on, tuple(trades)) for number, (on, trades) in rest)]

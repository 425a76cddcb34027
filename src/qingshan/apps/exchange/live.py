"""What the market says as it happens: deals, orders and halts of the journal, in one shared feed.

However many listen, one reader a process asks the journal; whoever listens reads the shared feed
from the place where he stands, so that a slow one costs no memory. What two parties keep between
themselves (proposals of block deals, sealed bids) is no message.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.apps import apps
from django.db.models import Max

from qingshan.apps.base import journal
from qingshan.apps.base.clock import SHANGHAI, now
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import BUY, MODES, RELATIONS, SELL
from qingshan.apps.exchange.reads import levels, open_bids, open_listings
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import plain_tonnes
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import amount_rule

DEAL, ORDER, HALT, AUCTION = "deal", "order", "halt", "auction"
KINDS: dict[str, str] = {
    **dict.fromkeys(("trade.agreed", "bid.filled", "block.confirmed"), DEAL),
    **dict.fromkeys(
        ("quotation.accepted", "zone.bought", "trade.settled", "trade.corrected"), DEAL
    ),
    **dict.fromkeys(("auction.announced", "auction.opening_begun"), AUCTION),
    **dict.fromkeys(("auction.decided", "auction.called_off"), AUCTION),
    **dict.fromkeys(("listing.opened", "listing.cancelled", "listing.expired"), ORDER),
    **dict.fromkeys(("bid.placed", "bid.cancelled", "bid.expired"), ORDER),
    **dict.fromkeys(("trading.halted", "trading.resumed"), HALT),
}
"""Events that everybody may hear of, and what they are called here; no other event is told."""

KEPT = 500
"""Messages held for those who come back; who was away for longer is told to open the page again."""
BATCH = 500
SERIES = "ticket:"


@dataclass(frozen=True)
class Message:
    """One message as it is sent; ``ticket`` is empty where it concerns the whole market."""

    number: int
    kind: str
    ticket: str
    data: str

    @property
    def frame(self) -> bytes:
        """The message in the form of server-sent events."""
        return f"id: {self.number}\nevent: {self.kind}\ndata: {self.data}\n\n".encode()

    def concerns(self, ticket: str) -> bool:
        """Whether somebody who listens to one series, or to all, is to hear it."""
        return not ticket or self.ticket in ("", ticket)


class Feed:
    """The last messages of the market, read from the journal by whoever comes first when due."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cursor: int | None = None
        self._messages: tuple[Message, ...] = ()
        self._is_whole = True
        self._read_at = float("-inf")

    @property
    def cursor(self) -> int:
        """The last event that was read, of whatever kind."""
        return self._cursor or 0

    def age_s(self) -> float:
        """How long ago the journal was last read."""
        return time.monotonic() - self._read_at

    def read(self, *, unless_read_within_s: float = 0.0) -> bool:
        """Read on in the journal; whether there was any message."""
        with self._lock:
            if self.age_s() < unless_read_within_s:
                return False
            found = self._begin() if self._cursor is None else self._go_on()
            self._read_at = time.monotonic()
            return found

    def since(self, number: int, ticket: str = "") -> list[Message] | None:
        """Messages behind a number; None where it lies before all that is held."""
        held = self._messages
        if number > self.cursor or (held and number < held[0].number and not self._is_whole):
            return None
        return [one for one in held if one.number > number and one.concerns(ticket)]

    def _begin(self) -> bool:
        done = Event.objects.filter(transaction__lt=journal.all_finished_before())
        newest: int = done.aggregate(newest=Max("pk"))["newest"] or 0
        told = Event.objects.filter(name__in=KINDS, pk__lte=newest).order_by("-pk")
        events = list(told[: KEPT + 1])
        self._is_whole = len(events) <= KEPT
        self._messages = tuple(messages_of(events[:KEPT][::-1]))
        self._cursor = newest
        return bool(events)

    def _go_on(self) -> bool:
        found = False
        while events := journal.after(self.cursor, limit=BATCH):
            made = messages_of(events)
            held = (*self._messages, *made)
            self._is_whole = self._is_whole and len(held) <= KEPT
            self._messages = held[-KEPT:]
            self._cursor = events[-1].pk
            found = found or bool(made)
        return found


FEED = Feed()
"""The feed of this process."""


def messages_of(events: Iterable[Event]) -> list[Message]:
    """The messages of some events in their order; what is told is as it stands now."""
    told = [event for event in events if event.name in KINDS]
    subjects = _subjects(told)
    standing: dict[str, Any] = {}
    return [_message(event, subjects[event.subject, event.subject_id], standing) for event in told]


def _subjects(events: Sequence[Event]) -> dict[tuple[str, int], Any]:
    keys: dict[str, set[int]] = {}
    for event in events:
        keys.setdefault(event.subject, set()).add(event.subject_id)
    return {
        (name, key): row
        for name, wanted in keys.items()
        for key, row in apps.get_model(name)._default_manager.in_bulk(wanted).items()
    }


def _message(event: Event, subject: Any, standing: dict[str, Any]) -> Message:
    asset = subject.asset
    data: dict[str, Any] = {"event": event.name, "when": _moment(event.when)}
    data["ticket"] = ticket = asset.removeprefix(SERIES)
    if isinstance(subject, Halt):
        data |= {"scope": subject.scope, "state": subject.state, "reason": subject.reason}
    elif KINDS[event.name] == AUCTION:
        data |= {"auction": _auction(subject)}
    elif isinstance(subject, Trade):
        data |= {"deal": deal_told(subject)}
    else:
        side = SELL if hasattr(subject, "seller_id") else BUY
        data |= {"order": _order(subject), "side": side}
    if asset:
        if asset not in standing:
            standing[asset] = levels_told(asset)
        data["levels"] = standing[asset]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Message(event.pk, KINDS[event.name], ticket, text)


def deal_told(trade: Trade) -> dict[str, Any]:
    """A deal as the tape has it: nobody is named, the words come in both languages."""
    return {
        "number": trade.number,
        "tonnes": plain_tonnes(trade.quantity),
        "yuan_per_tonne": plain_yuan(trade.price_fen),
        "yuan": plain_yuan(trade.amount_fen),
        "state": trade.state,
        "settled": _moment(trade.settled) if trade.settled else None,
        "purpose": trade.purpose,
        "mode": trade.mode,
        "relation": trade.relation,
        "words": {
            "purpose": _both(PURPOSES[trade.purpose]),
            "mode": _both(MODES[trade.mode]),
            "relation": _both(RELATIONS[trade.relation]) if trade.relation else None,
        },
    }


def levels_told(asset: str) -> dict[str, list[dict[str, Any]]]:
    """The best levels of both sides of a series as they stand."""
    moment = now()
    rule = amount_rule("levels_shown", "count", shelf=open_rulebook(), as_of=booking_day(moment))
    sides = ((SELL, open_listings(moment)), (BUY, open_bids(moment)))
    return {
        side: [
            {
                "yuan_per_tonne": plain_yuan(level.price_fen),
                "tonnes": plain_tonnes(level.quantity),
                "orders": level.orders,
            }
            for level in levels(rows.filter(asset=asset), int(rule))
        ]
        for side, rows in sides
    }


def _order(subject: Any) -> dict[str, Any]:
    return {
        "number": subject.number,
        "tonnes_left": plain_tonnes(subject.left),
        "yuan_per_tonne": plain_yuan(subject.price_fen),
        "state": subject.state,
    }


def _auction(subject: Any) -> dict[str, Any]:
    """An auction, whose room lies above: what is announced, and the result once there is one."""
    is_sold = bool(subject.sold)
    return {
        "number": subject.number,
        "tonnes": plain_tonnes(subject.quantity),
        "floor_yuan_per_tonne": plain_yuan(subject.floor_fen),
        "state": subject.state,
        "tonnes_sold": plain_tonnes(subject.sold) if is_sold else None,
        "yuan_per_tonne": plain_yuan(subject.price_fen) if is_sold else None,
    }


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _moment(when: Any) -> str:
    text: str = when.astimezone(SHANGHAI).isoformat()
    return text

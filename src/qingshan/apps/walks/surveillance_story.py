"""What stood out at the exchange of the demonstration: requests taken back one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.exchange.verbs.cancel_bid import cancel_bid
from qingshan.apps.exchange.verbs.place_bid import place_bid
from qingshan.apps.registry.models import Ticket
from qingshan.apps.surveillance.models import Alert, Clarification
from qingshan.apps.surveillance.verbs.ask_clarification import ask_clarification
from qingshan.apps.surveillance.verbs.close_alert import close_alert
from qingshan.apps.surveillance.verbs.give_clarification import give_clarification
from qingshan.apps.surveillance.verbs.warn_party import warn_party
from qingshan.apps.surveillance.watching import watch
from qingshan.apps.walks.cast import Player
from qingshan.apps.walks.slips import kept_slip
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import booking_day

PRICES = ("76.00", "76.50", "77.00", "77.50", "78.00", "78.50")
"""Yuan per tonne of each request, one after the other taken back."""

A_DAY, APART = timedelta(days=1), timedelta(minutes=4)
QUESTION = "当日就这张碳票连续提出 6 笔求购又全部撤回，请说明原因。"
ANSWER = "经办人不熟悉系统，逐笔试价，没有影响行情的意图。"
RECORD = ("经办人操作记录", "逐笔试价 6 次，随即撤回", "未与任何人约定成交", "此后由两人复核后申报")
WARNING = "一日内反复提出和撤回求购，影响其他参与人判断，请核定价格后再申报。"
FINDING = "说明与申报记录相符，未发现牟利情形，已警示。"


@dataclass(frozen=True)
class _Desk:
    """Who acts, and when the first of it happened; each step has a moment and a key of its own."""

    players: Mapping[str, Player]
    buyer: str
    begins: datetime

    def by(self, part: str, step: str, later: timedelta) -> Call:
        return Call(
            self.players[part].actor, self.begins + later, f"story/watch/{self.buyer}/{step}"
        )


def tell_surveillance(
    players: Mapping[str, Player], tickets: Mapping[str, Ticket], *, now: datetime
) -> Iterator[str]:
    """One look that ended with a warning, and one whose question waits for its answer."""
    over = _Desk(players, "brewery", now - 3 * A_DAY)
    alert = _stood_out(over, tickets["ceheng"])
    _ended(over, alert)
    yield f"{alert}  交易监控：{alert.kind_label.zh}，{alert.state_label.zh}"
    waiting = _Desk(players, "buyer", now - A_DAY)
    alert = _stood_out(waiting, tickets["duyun"])
    asked = _asked(waiting, alert)
    yield f"{alert}  交易监控：{alert.kind_label.zh}，{asked.state_label.zh} {asked}"


def _stood_out(desk: _Desk, ticket: Ticket) -> Alert:
    for place, price in enumerate(PRICES):
        later = place * APART
        bid = place_bid(
            desk.by(desk.buyer, f"ask/{place}", later),
            asset=ticket.asset,
            buyer=desk.players[desk.buyer].party.pk,
            quantity=carbon(50),
            price_fen=fen(price),
            purpose="own_emissions",
            expires=desk.begins + 7 * A_DAY,
        )
        cancel_bid(desk.by(desk.buyer, f"withdraw/{place}", later + APART / 2), bid=bid.pk)
    seen = desk.begins + len(PRICES) * APART
    (alert,) = watch(booking_day(seen), seen)
    return alert


def _asked(desk: _Desk, alert: Alert) -> Clarification:
    return ask_clarification(
        desk.by("operator", "question", timedelta(hours=1)),
        alert=alert.pk,
        party=alert.party_id,
        question=QUESTION,
    )


def _ended(desk: _Desk, alert: Alert) -> None:
    asked = _asked(desk, alert)
    give_clarification(
        desk.by(desk.buyer, "answer", timedelta(hours=3)),
        clarification=asked.pk,
        text=ANSWER,
        attachment=kept_slip("操作记录", RECORD),
    )
    warn_party(
        desk.by("operator", "warning", timedelta(hours=20)),
        alert=alert.pk,
        party=alert.party_id,
        text=WARNING,
    )
    close_alert(
        desk.by("operator", "end", timedelta(hours=21)),
        alert=alert.pk,
        outcome="warned",
        finding=FINDING,
    )
    alert.refresh_from_db()

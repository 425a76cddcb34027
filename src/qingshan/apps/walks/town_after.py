"""What comes after a deal: objections and corrections, large holdings, and a ticket that falls."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from qingshan.apps.exchange import reads as market
from qingshan.apps.exchange.holding_models import LargeHolding
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.verbs.answer_objection import answer_objection
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.exchange.verbs.object_to_trade import object_to_trade
from qingshan.apps.exchange.verbs.report_holding import report_holding
from qingshan.apps.registry.models import Duty, TicketState
from qingshan.apps.registry.verbs.make_good import make_good
from qingshan.apps.registry.verbs.revoke_ticket import revoke_ticket
from qingshan.apps.walks.town_acts import BASIS, Intent, Town, often, one_of, tonnes

RECENT = timedelta(days=2)


@often(1)
def object_to_a_deal(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    trade = one_of(chance, Trade.objects.filter(agreed__gte=when - RECENT).order_by("pk"))
    if trade is None:
        return None
    party = trade.seller_id if chance.random() < 0.5 else trade.buyer_id
    if chance.random() < 0.05:
        party = town.party("village")
    given = {"trade": trade.pk, "party": party, "reason": "成交数量有误"}
    return Intent(object_to_trade, town.of_party(party), given)


@often(1)
def answer_one_who_objects(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, market.open_objections())
    if found is None:
        return None
    is_upheld = chance.random() < 0.5
    given = {"objection": found.pk, "is_upheld": is_upheld, "answer": "经核查申报记录"}
    return Intent(answer_objection, town.cast["operator"], given)


@often(1.2)
def correct(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    trade = one_of(chance, Trade.objects.filter(settled__gte=when - RECENT).order_by("pk"))
    if trade is None:
        return None
    reason = "申报录入差错" if chance.random() < 0.95 else ""
    return Intent(correct_trade, town.cast["operator"], {"trade": trade.pk, "reason": reason})


@often(1)
def report(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    rows = LargeHolding.objects.exclude(state="ended").order_by("pk")
    found = one_of(chance, rows.filter(state="owed") if chance.random() < 0.9 else rows)
    if found is None:
        return None
    intent = "继续持有" if chance.random() < 0.95 else ""
    given = {"holding": found.pk, "reason": "自身抵消储备", "intent": intent}
    return Intent(report_holding, town.of_party(found.party_id), given)


@often(0.15)
def revoke(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    """One ticket of the town may fall; the others are needed."""
    ticket = chance.choice(town.tickets)
    fallen = TicketState.objects.filter(state="revoked").values_list("ticket", flat=True).first()
    if fallen is not None and chance.random() < 0.9:
        return None
    chosen = ticket.pk if fallen is None else fallen
    return Intent(revoke_ticket, town.cast["registrar"], {"ticket": chosen, **BASIS})


@often(1)
def make_up_for_it(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    duty = one_of(chance, Duty.objects.order_by("pk"))
    if duty is None:
        return None
    given = {
        "duty": duty.pk,
        "ticket": chance.choice(town.tickets).pk,
        "quantity": tonnes(chance, 5),
    }
    return Intent(make_good, town.of_party(duty.party_id), given)

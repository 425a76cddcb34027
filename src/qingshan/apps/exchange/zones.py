"""Zones: what is bought there is delivered and retired in one chain, and never traded again."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import INDIVIDUAL_ZONE, JUDICIAL_ZONE
from qingshan.apps.exchange.refusals import RULING_MISSING, RULING_USED, ZONE_PERSONS
from qingshan.apps.exchange.zone_models import ZonePurchase
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.claims import claim_faults
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.refusals import BENEFICIARY_MISSING
from qingshan.apps.registry.retiring import retire
from qingshan.core.kernel.errors import Refusal
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.settlement import Deal, delivery

CODES = {JUDICIAL_ZONE: "court_purchase", INDIVIDUAL_ZONE: "retire"}


def declared_faults(zone: str, buyer: Party, purchase: ZonePurchase, call: Call) -> list[Refusal]:
    """What is wrong with what a buyer declares, and whether the zone is open to that buyer."""
    faults = []
    if zone == INDIVIDUAL_ZONE and buyer.kind != "person":
        faults.append(Refusal(ZONE_PERSONS, facts={"party": buyer.label}))
    if not purchase.subject or (zone == JUDICIAL_ZONE and not purchase.ruling):
        faults.append(Refusal(RULING_MISSING))
    if not purchase.beneficiary:
        faults.append(Refusal(BENEFICIARY_MISSING))
    said = f"{purchase.statement} {purchase.beneficiary}"
    return [*faults, *claim_faults(said, place="", as_of=booking_day(call.when))]


def ruling_faults(ruling: str) -> list[Refusal]:
    """Deals for the same ruling that stand, and what a court's own order retired, E-EX-69."""
    if not ruling:
        return []
    bought = ZonePurchase.objects.filter(ruling=ruling)
    told = [one.trade.number for one in bought.filter(trade__corrected=None)]
    here = bought.filter(retirement__isnull=False).values("retirement")
    elsewhere = Retirement.objects.filter(case_number=ruling).exclude(pk__in=here).order_by("pk")
    told += elsewhere.values_list("number", flat=True)
    return [Refusal(RULING_USED, ruling, {"trades": "、".join(told)})] if told else []


def deliver_and_retire(trade: Trade, deal: Deal, call: Call) -> Retirement:
    """Units, money and fees change hands, and the units leave circulation: all or nothing."""
    purchase = ZonePurchase.objects.get(trade=trade)
    order = Order(
        ticket=Ticket.objects.get(number=trade.asset.removeprefix("ticket:")),
        party=trade.buyer,
        quantity=trade.quantity,
        purpose=trade.purpose,
        beneficiary=purchase.beneficiary,
        statement=purchase.statement,
        case_number=purchase.ruling,
        code=CODES[trade.mode],
        before=delivery(deal),
        is_delivered=True,
        facts={"trade": trade.number},
    )
    purchase.retirement = retire(call, order)
    purchase.save(update_fields=["retirement"])
    return purchase.retirement

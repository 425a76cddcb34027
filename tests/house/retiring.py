"""A pooled retirement, a freeze by a court, transfers on a paper, each made by its verbs."""

from __future__ import annotations

from functools import cache

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.parties.models import Membership
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.apps.remedies.models import Subscription
from qingshan.apps.remedies.verbs.request_hold import request_hold
from qingshan.apps.retirements.naming import named
from qingshan.apps.retirements.people import share
from qingshan.apps.retirements.reads import available
from qingshan.apps.retirements.verbs.add_shares import add_shares
from qingshan.apps.retirements.verbs.close_pool import close_pool
from qingshan.apps.retirements.verbs.open_pool import open_pool
from qingshan.apps.walks.cast import player
from qingshan.core.kernel.units import carbon

POOL = ("pool", "add_share", "add_shares", "drop_share", "close_pool", "withdraw_pool")
HOLDING = ("retire", "open_pool")
TEMPLATES = ("participants_template", "transfer_template")
TRANSFERS = ("transfers", "transfer_list", "transfer_all", "transfer_confirm")
SUBSCRIPTION = ("subscription", "accept_subscription", "fulfil_subscription")
ADDRESSES = (
    *(*POOL, *HOLDING, *TEMPLATES),
    *("retirement_shares", "hold", "hold_act", "withdraw_hold", "transfer_order"),
    *SUBSCRIPTION,
)
OTHERS = {
    **{name: {404} for name in (*POOL, *HOLDING)},
    **{name: {403} for name in ("retiring", "holds", "request_hold", "hold_act")},
    **{name: {403, 404} for name in ("hold", "withdraw_hold", *SUBSCRIPTION)},
    **{name: {403} for name in ("subscriptions", "order_subscription")},
    **{name: {403} for name in (*TRANSFERS, "transfer_order", "transfer_template")},
}
"""How those are answered who have no part in it."""


def sample(name: str) -> dict[str, str]:
    """What stands for the variable parts of an address of retirements, freezes, transfers."""
    if name in TEMPLATES:
        return {"suffix": "xlsx"}
    if name in SUBSCRIPTION:
        return {"subscription": str(Subscription.objects.latest("pk").pk)}
    told = made()
    if name in {"hold", "hold_act", "withdraw_hold"}:
        return {"number": told["hold"]} | ({"act": "release_hold"} if name == "hold_act" else {})
    if name == "transfer_order":
        return {"number": told["order"]}
    if name in HOLDING:
        return {"number": told["ticket"], "party": told["party"]}
    return {"number": told["retirement" if name == "retirement_shares" else "pool"]}


@cache
def made() -> dict[str, str]:
    """Numbers of the pool, its retirement, the freeze and the order of transfers."""
    holders = Membership.objects.standing().filter(role="applicant")
    for member in holders.select_related("user", "party").order_by("pk"):
        for ticket in Ticket.objects.filter(party=member.party).order_by("pk"):
            if available(ticket, member.party) >= carbon(3):
                return _made(ticket, member)
    raise AssertionError("somebody in the story holds units")


def _made(ticket: Ticket, member: Membership) -> dict[str, str]:
    actor, key = actor_of(member.user), member.party.pk

    def call(step: str) -> Call:
        return Call(actor, now(), f"house/pool/{step}")

    pool = open_pool(
        call("open"),
        ticket=ticket.pk,
        party=key,
        purpose="public_good",
        beneficiary=named("self"),
        subject="页面测试植树日",
    )
    add_shares(call("add"), pool=pool.pk, shares=[share("张三", 12), share("李四", 30)])
    done = close_pool(call("close"), pool=pool.pk)
    assert done.retirement is not None
    court = player("court")
    hold = request_hold(
        Call(court.actor, now(), "house/hold"),
        court=court.party.pk,
        ticket=ticket.pk,
        holder=key,
        quantity=carbon(1),
        term_months=12,
        case_number="（2026）黔演执 1 号",
        ruling_number="（2026）黔演执裁 1 号",
        notice_number="（2026）黔演执协 1 号",
        officers="某甲、某乙",
    )
    return {
        "order": _order(ticket, key),
        "pool": pool.number,
        "retirement": done.retirement.number,
        "hold": hold.number,
        "ticket": ticket.number,
        "party": str(key),
    }


def _order(ticket: Ticket, giver: int) -> str:
    """A tonne that goes to the court's own party by a judgment."""
    registrar, taker = player("registrar"), player("court").party.pk
    line = {"ticket": ticket.pk, "source": giver, "target": taker, "quantity": carbon(1)}
    call = Call(registrar.actor, now(), "house/order")
    paper = {"ground": "judgment", "document": "（2026）黔演民终 1 号"}
    return transfer_holdings(call, lines=[line], **paper).number

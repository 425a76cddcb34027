"""What banks, courts and those who retire for others take into their heads."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from qingshan.apps.books import reads as books
from qingshan.apps.diligence.models import RightsConsent
from qingshan.apps.diligence.verbs.ask_rights_check import ask_rights_check
from qingshan.apps.diligence.verbs.decline_rights_check import decline_rights_check
from qingshan.apps.diligence.verbs.grant_rights_check import grant_rights_check
from qingshan.apps.diligence.verbs.open_rights_check import open_rights_check
from qingshan.apps.diligence.verbs.withdraw_rights_check import withdraw_rights_check
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge, PledgeRelease
from qingshan.apps.pledges.verbs.cancel_pledge import cancel_pledge
from qingshan.apps.pledges.verbs.decline_release import decline_release
from qingshan.apps.pledges.verbs.foreclose_pledge import foreclose_pledge
from qingshan.apps.pledges.verbs.note_default import note_default
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.pledges.verbs.withdraw_release import withdraw_release
from qingshan.apps.registry.life import holding
from qingshan.apps.remedies.models import JudicialHold, Subscription
from qingshan.apps.remedies.verbs.accept_subscription import accept_subscription
from qingshan.apps.remedies.verbs.enter_hold import enter_hold
from qingshan.apps.remedies.verbs.execute_hold import execute_hold
from qingshan.apps.remedies.verbs.extend_hold import extend_hold
from qingshan.apps.remedies.verbs.fulfil_subscription import fulfil_subscription
from qingshan.apps.remedies.verbs.order_subscription import order_subscription
from qingshan.apps.remedies.verbs.reject_hold import reject_hold
from qingshan.apps.remedies.verbs.release_hold import release_hold
from qingshan.apps.remedies.verbs.request_hold import request_hold
from qingshan.apps.remedies.verbs.withdraw_hold import withdraw_hold
from qingshan.apps.retirements.naming import BODY, SELF
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.apps.walks.town_acts import Intent, Town, Verb, often, one_of, owner, price, tonnes

GROUND = {"ground": "（2024）黔执裁 1 号"}


@often(2)
def pledge(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    place = chance.randrange(len(town.holders))
    who = town.holders[place]
    given = {
        "asset": town.tickets[place].asset,
        "pledgor": town.party(who),
        "pledgee": town.party("bank"),
        "quantity": tonnes(chance, 60),
        "loan_fen": chance.randrange(1, 1_000_000),
        "filing_number": "演示 1",
        "until": when.date() + timedelta(days=chance.choice([0, 90])),
    }
    return Intent(register_pledge, town.cast[who], given)


@often(3)
def repay(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    """One side would end the pledge, now and then while that waits already."""
    found = one_of(chance, Pledge.objects.filter(state__in=STANDING).order_by("pk"))
    who = found and chance.choice([town.cast["bank"], town.of_party(found.pledgor_id)])
    return found and Intent(propose_release, who, {"pledge": found.pk})


@often(4)
def answer_a_release(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, PledgeRelease.objects.filter(state="proposed").order_by("pk"))
    if found is None:
        return None
    asked, proposer = (town.of_party(key) for key in (found.counterparty_id, found.proposer_id))
    given: dict[str, object] = {"release": found.pk}
    turn = chance.random()
    if turn < 0.2:
        return Intent(decline_release, asked, {**given, "reason": chance.choice(["尚欠利息", ""])})
    if turn < 0.3:
        return Intent(withdraw_release, proposer, given)
    return Intent(release_pledge, asked if turn < 0.9 else proposer, given)


@often(1)
def cancel_on_a_paper(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, Pledge.objects.filter(state__in=STANDING).order_by("pk"))
    given = found and {
        "pledge": found.pk,
        "ground": chance.choice(["judgment", "repaid", "waived", ""]),
        "document": "（2024）黔民终 3 号",
    }
    return found and Intent(cancel_pledge, town.cast["registrar"], given)


@often(1.5)
def look_at_units(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    """A bank asks to see what stands on units, is let, and has the sheet made; or not."""
    place = chance.randrange(len(town.holders))
    holder = town.holders[place]
    told: dict[str, object] = {
        "ticket": town.tickets[place].pk,
        "holder": town.party(holder),
        "bank": town.party("bank"),
    }
    turn = chance.random()
    if turn < 0.3:
        return Intent(ask_rights_check, town.cast["bank"], told)
    if turn < 0.6:
        until = when.date() + timedelta(days=chance.choice([0, 30, 1000]))
        return Intent(grant_rights_check, town.cast[holder], {**told, "until": until})
    if turn < 0.85:
        return Intent(open_rights_check, town.cast["bank"], told)
    found = one_of(chance, RightsConsent.objects.order_by("-pk")[:5])
    if found is None:
        return None
    mine = town.of_party(found.holder_id)
    if chance.random() < 0.5:
        return Intent(withdraw_rights_check, mine, {"consent": found.pk})
    return Intent(decline_rights_check, mine, {"consent": found.pk, "reason": "暂不办理"})


@often(1)
def default(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, Pledge.objects.filter(state="registered").order_by("pk"))
    given = found and {"pledge": found.pk, "reason": "逾期未还"}
    return found and Intent(note_default, town.cast["bank"], given)


@often(1)
def dispose_of(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, Pledge.objects.filter(state="defaulted").order_by("pk"))
    if found is None:
        return None
    given = {
        "pledge": found.pk,
        "receiver": town.party(chance.choice([*town.traders, *town.holders])),
        "document": "（2024）黔执 2 号" if chance.random() < 0.9 else "",
    }
    return Intent(foreclose_pledge, town.cast["registrar"], given)


@often(1.5)
def ask_for_a_freeze(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    ticket = chance.choice(town.tickets)
    holder = owner(town, chance, ticket)
    has = books.balance(holding(ticket, town.cast[holder].party.owner)).posted
    case = f"（2024）黔执 {when:%m%d%H%M%S%f} 号"
    given = {
        "court": town.party("court"),
        "ticket": ticket.pk,
        "holder": town.party(holder),
        "quantity": chance.choice([tonnes(chance, 60), has, has + 1, chance.randrange(1, has + 2)]),
        "term_months": chance.choice([1, 1, 2, 40]),
        "case_number": case,
        "ruling_number": case,
        "notice_number": case,
        "officers": "甲、乙",
    }
    return Intent(request_hold, town.cast["court"], given)


@often(5)
def decide_on_a_freeze(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    live = ("requested", "queued", "effective")
    found = one_of(chance, JudicialHold.objects.filter(state__in=live).order_by("pk"))
    if found is None:
        return None
    given = {"hold": found.pk}
    if found.state == "requested":
        verbs: list[Verb] = [enter_hold, enter_hold, enter_hold, reject_hold]
        if chance.random() < 0.1:
            return Intent(withdraw_hold, town.cast["court"], given)
        verb = chance.choice(verbs)
        told = {} if verb is enter_hold else GROUND
        return Intent(verb, town.cast["registrar"], {**given, **told})
    if chance.random() < 0.5:
        return Intent(release_hold, town.cast["registrar"], {**given, **GROUND})
    if chance.random() < 0.5:
        months = {"months": chance.choice([1, 2])}
        return Intent(extend_hold, town.cast["registrar"], {**given, **GROUND, **months})
    taken = {
        "target": town.party(chance.choice([*town.holders, *town.traders])),
        "quantity": chance.choice([found.held, found.held + 1, tonnes(chance, 60)]),
    }
    return Intent(execute_hold, town.cast["registrar"], {**given, **GROUND, **taken})


@often(0.7)
def order_a_purchase(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    place = chance.randrange(len(town.holders))
    given = {
        "court": town.party("court"),
        "case_number": f"（2024）黔刑初 {when:%m%d%H%M%S%f} 号",
        "party": town.party(chance.choice(town.traders)),
        "ticket": town.tickets[place].pk,
        "seller": town.party(town.holders[place]),
        "quantity": tonnes(chance, 3),
        "price_fen": price(chance),
    }
    return Intent(order_subscription, town.cast["court"], given)


@often(1.5)
def follow_an_order(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    live = ("ordered", "accepted")
    found = one_of(chance, Subscription.objects.filter(state__in=live).order_by("pk"))
    if found is None:
        return None
    given = {"subscription": found.pk}
    if found.state == "ordered":
        return Intent(accept_subscription, town.of_party(found.seller_id), given)
    return Intent(fulfil_subscription, town.cast["operator"], given)


@often(1)
def retire(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    ticket = chance.choice(town.tickets)
    who = owner(town, chance, ticket)
    given = {
        "ticket": ticket.pk,
        "party": town.party(who),
        "quantity": chance.randrange(1, 2_000),
        "purpose": "own_emissions",
        "beneficiary": {"kind": SELF if chance.random() < 0.9 else BODY},
        "first_day": date(2023, 1, 1),
        "last_day": date(2023, 12, 31),
    }
    return Intent(retire_units, town.cast[who], given)

"""What courts and people in the zones, and those who retire for many, take into their heads."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.modes import INDIVIDUAL_ZONE, JUDICIAL_ZONE
from qingshan.apps.exchange.verbs.buy_in_zone import buy_in_zone
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.registry.purposes import JUDICIAL
from qingshan.apps.retirements.models import RetirementPool
from qingshan.apps.retirements.naming import SELF
from qingshan.apps.retirements.people import share
from qingshan.apps.retirements.rules import packs_kg
from qingshan.apps.retirements.verbs.add_shares import add_shares
from qingshan.apps.retirements.verbs.close_pool import close_pool
from qingshan.apps.retirements.verbs.drop_share import drop_share
from qingshan.apps.retirements.verbs.open_pool import open_pool
from qingshan.apps.retirements.verbs.withdraw_pool import withdraw_pool
from qingshan.apps.walks.town_acts import Intent, Town, often, one_of, owner, price, tonnes

POOLS_MOST = 4
NAMES = ("杨一帆", "王小溪", "李青", "龙大山", "石玉")


@often(1.5)
def offer_to_a_zone(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    ticket = chance.choice(town.tickets)
    who = owner(town, chance, ticket)
    given = {
        "asset": ticket.asset,
        "seller": town.party(who),
        "quantity": tonnes(chance, 20),
        "price_fen": price(chance),
        "expires": when + timedelta(days=chance.choice([2, 9])),
        "zone": chance.choice([JUDICIAL_ZONE, INDIVIDUAL_ZONE, INDIVIDUAL_ZONE]),
    }
    return Intent(list_units, town.cast[who], given)


@often(1.2)
def buy_in_a_zone(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    rows = Listing.objects.filter(state="open", left__gt=0).order_by("pk")
    listing = one_of(chance, rows.exclude(zone="") if chance.random() < 0.95 else rows)
    if listing is None:
        return None
    is_court = listing.zone == JUDICIAL_ZONE
    who = chance.choice(["court", *town.traders[:2]] if is_court else town.citizens)
    given = {
        "listing": listing.pk,
        "buyer": town.party(who),
        "quantity": tonnes(chance, 3),
        "purpose": JUDICIAL if is_court else "public_good",
        "subject": "生态环境损害赔偿" if is_court else "家庭出行",
        "beneficiary": "示例人民法院" if is_court else "",
        "ruling": f"（2024）黔环民初 {when:%m%d%H%M} 号" if is_court else "",
    }
    return Intent(buy_in_zone, town.cast[who], given)


@often(0.6)
def begin_a_pool(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    if RetirementPool.objects.filter(state="open").count() >= POOLS_MOST:
        return None
    ticket = chance.choice(town.tickets)
    who = owner(town, chance, ticket)
    given = {
        "ticket": ticket.pk,
        "party": town.party(who),
        "purpose": "event",
        "beneficiary": {"kind": SELF},
        "subject": "乡村马拉松" if chance.random() < 0.95 else "",
        "first_day": date(2024, 3, 1),
        "last_day": date(2024, 3, 2),
    }
    return Intent(open_pool, town.cast[who], given)


@often(2)
def join_a_pool(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    pool = one_of(chance, RetirementPool.objects.filter(state="open").order_by("pk"))
    if pool is None:
        return None
    packs = packs_kg(when.date())
    shares = [
        share(chance.choice(NAMES), chance.choice(packs), f"1390000{chance.randrange(10_000):04d}")
        for _ in range(chance.choice([1, 1, 3]))
    ]
    return Intent(add_shares, town.of_party(pool.party_id), {"pool": pool.pk, "shares": shares})


@often(0.5)
def end_a_pool(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    pool = one_of(chance, RetirementPool.objects.filter(state="open").order_by("pk"))
    if pool is None:
        return None
    by, given, what = town.of_party(pool.party_id), {"pool": pool.pk}, chance.random()
    dropped = one_of(chance, pool.shares.order_by("serial")) if what < 0.4 else None
    if dropped is not None:
        return Intent(drop_share, by, {**given, "serial": dropped.serial})
    return Intent(withdraw_pool if what < 0.6 else close_pool, by, given)

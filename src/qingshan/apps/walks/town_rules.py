"""What the exchange takes into its head about its own rules: other fees, terms and limits."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.verbs.announce_rules import announce_rules
from qingshan.apps.rulebook.verbs.withdraw_rules import withdraw_rules
from qingshan.apps.walks.town_acts import Intent, Town, often, one_of
from qingshan.core.ledger.model import booking_day

VALUES = {
    "fee_seller": ("0", "0.3", "0.5", "1.25", "20"),
    "fee_buyer": ("0", "0.3", "0.5", "1.25", "20"),
    "fee_min_fen": ("0", "50", "100", "0.5"),
    "order_max_days": ("30", "60", "90"),
    "pick_order_max": ("5", "20"),
    "max_holders": ("300",),
}
"""New values that come to mind, and some that may not be."""


@often(0.3)
def announce(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    day = booking_day(when)
    names = chance.sample(sorted(VALUES), chance.randrange(1, 3))
    given = {
        "document": f"交易中心公告〔{day.year}〕{chance.randrange(1, 99)}号",
        "issued": day,
        "valid_from": day + timedelta(days=chance.randrange(1, 7)),
        "reason": "调整手续费和期限",
        "changes": [(name, chance.choice(VALUES[name])) for name in names],
    }
    return Intent(announce_rules, town.cast["operator"], given)


@often(0.3)
def withdraw_notice(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, RuleNotice.objects.order_by("-pk")[:3])
    return found and Intent(withdraw_rules, town.cast["operator"], {"notice": found.pk})

"""What comes of it when something stands out: questions, answers, warnings, and an end."""

from __future__ import annotations

import random
from datetime import datetime

from qingshan.apps.surveillance.kinds import OUTCOMES
from qingshan.apps.surveillance.models import Alert, Clarification
from qingshan.apps.surveillance.verbs.ask_clarification import ask_clarification
from qingshan.apps.surveillance.verbs.close_alert import close_alert
from qingshan.apps.surveillance.verbs.drop_clarification import drop_clarification
from qingshan.apps.surveillance.verbs.give_clarification import give_clarification
from qingshan.apps.surveillance.verbs.warn_party import warn_party
from qingshan.apps.walks.town_acts import Intent, Town, often, one_of

RECENT = 5


def _alert(chance: random.Random) -> Alert | None:
    """Mostly one that is open."""
    rows = Alert.objects.order_by("-pk")
    wanted = rows.filter(state="open") if chance.random() < 0.9 else rows
    found: Alert | None = one_of(chance, wanted[:RECENT])
    return found


def _side(town: Town, chance: random.Random, alert: Alert) -> int:
    """Mostly a side of it."""
    return chance.choice(alert.sides) if chance.random() < 0.95 else town.party("village")


@often(0.6)
def ask_a_side(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = _alert(chance)
    if found is None:
        return None
    question = "请说明成交的定价依据" if chance.random() < 0.95 else " "
    given = {"alert": found.pk, "party": _side(town, chance, found), "question": question}
    return Intent(ask_clarification, town.cast["operator"], given)


@often(0.6)
def clarify(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, Clarification.objects.order_by("-pk")[:RECENT])
    if found is None:
        return None
    text = "按挂牌价成交，用于抵消" if chance.random() < 0.95 else ""
    given = {"clarification": found.pk, "text": text}
    return Intent(give_clarification, town.of_party(found.party_id), given)


@often(0.1)
def take_a_question_back(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, Clarification.objects.order_by("-pk")[:RECENT])
    return found and Intent(drop_clarification, town.cast["operator"], {"clarification": found.pk})


@often(0.3)
def warn_a_side(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = _alert(chance)
    if found is None:
        return None
    given = {"alert": found.pk, "party": _side(town, chance, found), "text": "请勿约定成交"}
    return Intent(warn_party, town.cast["operator"], given)


@often(0.4)
def end_a_look(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = _alert(chance)
    if found is None:
        return None
    finding = "说明属实" if chance.random() < 0.95 else ""
    given = {"alert": found.pk, "outcome": chance.choice(sorted(OUTCOMES)), "finding": finding}
    return Intent(close_alert, town.cast["operator"], given)

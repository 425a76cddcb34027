"""Who is told of alerts: the operator what stands out and was answered, a side its own part."""

from __future__ import annotations

from typing import Any

import pytest

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.letters.tests.test_market_telling import call, told
from qingshan.apps.surveillance.models import Alert
from qingshan.apps.surveillance.verbs.ask_clarification import ask_clarification
from qingshan.apps.surveillance.verbs.close_alert import close_alert
from qingshan.apps.surveillance.verbs.give_clarification import give_clarification
from qingshan.apps.surveillance.verbs.note_alert import note_alert
from qingshan.apps.surveillance.verbs.warn_party import warn_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(office: Any) -> Alert:
    """The buyer bought of the farm six times."""
    return note_alert(
        Call(SYSTEM, office.now, "noted"),
        kind="same_pair",
        asset="ticket:TEST",
        party=office.party("buyer"),
        other=office.party("farm"),
        since=office.now.date(),
        newest=office.now,
        facts={"deals": 6, "quantity": 60_000, "percent": "75.00"},
    )


def test_operator_and_the_side_concerned_hear_and_nobody_else(office, alert):
    said = told("alert.noted")
    assert set(said) == {"operator"}
    assert "固定对手成交：碳票 TEST，同一买卖双方成交 6 笔 6 吨" in said["operator"]

    about = {"alert": alert.pk, "party": office.party("buyer")}
    asked = ask_clarification(call(office, "operator"), question="请说明定价依据。", **about)
    said = told("clarification.asked")
    assert set(said) == {"buyer"}
    assert f"请于 {asked.due} 前在工作台答复：请说明定价依据。" in said["buyer"]

    give_clarification(call(office, "buyer"), clarification=asked.pk, text="按挂牌价")
    said = told("clarification.given")
    assert set(said) == {"operator"}
    assert "按挂牌价" not in said["operator"], "the answer stands on its page alone"

    warn_party(call(office, "operator"), text="请勿约定成交", **about)
    said = told("party.warned")
    assert set(said) == {"buyer"}
    assert said["buyer"].endswith("书面警示：请勿约定成交")

    ask_clarification(
        call(office, "operator"), alert=alert.pk, party=office.party("farm"), question="请说明。"
    )
    close_alert(call(office, "operator"), alert=alert.pk, outcome="warned", finding="属实")
    assert set(told("clarification.dropped")) == {"farm"}

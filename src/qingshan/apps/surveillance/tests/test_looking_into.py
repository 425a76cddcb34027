"""An alert is looked into: sides are asked and answer, are warned, and it ends with an outcome."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.apps.base.models import Event
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.surveillance.models import Alert, Clarification, WrittenWarning
from qingshan.apps.surveillance.verbs.ask_clarification import ask_clarification
from qingshan.apps.surveillance.verbs.close_alert import close_alert
from qingshan.apps.surveillance.verbs.drop_clarification import drop_clarification
from qingshan.apps.surveillance.verbs.give_clarification import give_clarification
from qingshan.apps.surveillance.verbs.warn_party import warn_party

pytestmark = pytest.mark.django_db
QUESTION = "请说明五笔成交的定价依据。"


@pytest.fixture
def alert(watched) -> Alert:
    """The farm and the buyer dealt with each other five times."""
    offer = watched.list(100, "80.00")
    for _ in range(5):
        watched.bought(offer, 1)
    (found,) = watched.watched()
    return found


def ask(market, alert: Alert, part: str = "buyer", question: str = QUESTION) -> Clarification:
    told = {"alert": alert.pk, "party": market.office.party(part), "question": question}
    return ask_clarification(market.call("operator"), **told)


def answer(market, asked: Clarification, part: str = "buyer", text: str = "抵消储备") -> None:
    give_clarification(market.call(part), clarification=asked.pk, text=text)


def warn(market, alert: Alert, part: str = "farm", text: str = "请勿约定成交") -> WrittenWarning:
    told = {"alert": alert.pk, "party": market.office.party(part), "text": text}
    return warn_party(market.call("operator"), **told)


def close(market, alert: Alert, outcome: str = "cleared", finding: str = "说明属实") -> Alert:
    told = {"alert": alert.pk, "outcome": outcome, "finding": finding}
    return close_alert(market.call("operator"), **told)


def test_a_side_is_asked_and_answers_once(watched, alert, refuses):
    asked = ask(watched, alert)
    assert asked.due == date(2026, 7, 16), "three working days after a Monday"
    assert asked.number.startswith("SM-2026-")
    with refuses("E-SV-02"):
        ask(watched, alert)
    with refuses("E-AU-02"):
        answer(watched, asked, "farm")
    with refuses("E-SV-03"):
        answer(watched, asked, text=" ")
    watched.days_later(4)
    answer(watched, asked)
    event = Event.objects.get(name="clarification.given")
    assert event.facts["is_late"] is True
    with refuses("E-MC-01"):
        answer(watched, asked)
    assert ask(watched, alert).pk != asked.pk, "who answered may be asked again"


def test_only_sides_are_asked_and_warned_and_something_is_said(watched, alert, refuses):
    for act in (ask, warn):
        with refuses("E-SV-01"):
            act(watched, alert, "other")
        with refuses("E-SV-03"):
            act(watched, alert, "buyer", "\n")
    assert not Clarification.objects.exists()
    assert not WrittenWarning.objects.exists()


def test_it_ends_as_what_was_done(watched, alert, refuses):
    with refuses("E-SV-04"):
        close(watched, alert, "warned")
    with refuses("E-SV-05"):
        close(watched, alert, "restricted")
    with refuses("E-SV-03"):
        close(watched, alert, finding="")
    warned = warn(watched, alert)
    assert warned.number.startswith("JG-2026-")
    found = close(watched, alert, "warned")
    assert (found.state, found.outcome, found.closed) == ("closed", "warned", watched.now)
    assert found.state_label.zh == "已书面警示"
    for act in (ask, warn, close):
        with refuses("E-MC-01"):
            act(watched, alert)


def test_it_ends_as_restricted_while_a_side_is_halted(watched, alert):
    told = {"scope": "party", "reason": "核查成交", "document": ""}
    halt_trading(watched.call("operator"), party=watched.office.party("buyer"), **told)
    assert close(watched, alert, "restricted").outcome == "restricted"


def test_who_has_not_answered_need_not_once_it_is_closed(watched, alert, refuses):
    asked, given = ask(watched, alert), ask(watched, alert, "farm")
    answer(watched, given, "farm")
    close(watched, alert)
    asked.refresh_from_db()
    given.refresh_from_db()
    assert (asked.state, given.state) == ("dropped", "given")
    assert Event.objects.get(name="clarification.dropped").subject_id == asked.pk
    with refuses("E-MC-01"):
        answer(watched, asked)


def test_a_question_is_taken_back_once(watched, alert, refuses):
    asked = ask(watched, alert)
    with refuses("E-AU-01"):
        drop_clarification(watched.call("buyer"), clarification=asked.pk)
    assert drop_clarification(watched.call("operator"), clarification=asked.pk).state == "dropped"
    with refuses("E-MC-01"):
        drop_clarification(watched.call("operator"), clarification=asked.pk)
    with refuses("E-MC-01"):
        answer(watched, asked)
    assert ask(watched, alert).state == "asked", "and may be asked anew"


def test_the_same_key_does_it_once(watched, alert):
    call = watched.call("operator", "same")
    told = {"alert": alert.pk, "party": watched.office.party("buyer")}
    assert ask_clarification(call, question=QUESTION, **told) == ask_clarification(
        call, question=QUESTION, **told
    )
    assert warn_party(call, text="警示", **told) == warn_party(call, text="警示", **told)
    assert Clarification.objects.count() == WrittenWarning.objects.count() == 1


def test_only_the_operator_asks_warns_and_closes(watched, alert, refuses):
    party = watched.office.party("buyer")
    for part in ("buyer", "auditor"):
        with refuses("E-AU-01"):
            ask_clarification(watched.call(part), alert=alert.pk, party=party, question="?")
        with refuses("E-AU-01"):
            warn_party(watched.call(part), alert=alert.pk, party=party, text="?")
        with refuses("E-AU-01"):
            close_alert(watched.call(part), alert=alert.pk, outcome="cleared", finding="?")
    asked = ask(watched, alert)
    with refuses("E-AU-01"):
        give_clarification(watched.call("operator"), clarification=asked.pk, text="?")

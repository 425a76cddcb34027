"""What the rooms tell and what the ledger tells are compared, and whatever differs is named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse

from qingshan.apps.agreement.comparing import FIGURES, counts, mismatches
from qingshan.apps.agreement.jobs import compare_all, look
from qingshan.apps.agreement.models import Agreement
from qingshan.apps.agreement.verbs.note_agreement import note_agreement
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.books.models import Account
from qingshan.apps.custody.models import PayOut
from qingshan.apps.custody.verbs.ask_pay_out import ask_pay_out
from qingshan.apps.custody.verbs.confirm_bank_account import confirm_bank_account
from qingshan.apps.custody.verbs.enter_bank_account import enter_bank_account
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.parties.sealing import seal
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.registry.models import Cut, Retirement, Ticket
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.verbs.enter_hold import enter_hold
from qingshan.apps.remedies.verbs.request_hold import request_hold
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    """A ticket with everything at once: an offer, a deal done, one to come, and what is held."""
    found = office.issued()
    _trade(office, found)
    for key in ("r1", "r2", "r3"):
        retire_units(
            office.call("farm", key),
            ticket=found.pk,
            party=office.party("farm"),
            quantity=carbon(1),
            purpose="public_good",
            beneficiary=named(SELF),
        )
    _bind(office, found)
    account = enter_bank_account(
        office.call("buyer"),
        party=office.party("buyer"),
        bank_name="演示银行",
        number_sealed=seal("6217000010001234567"),
    )
    confirm_bank_account(office.call("operator"), account=account.pk)
    ask_pay_out(
        office.call("buyer"), party=office.party("buyer"), account=account.pk, amount_fen=500
    )
    return found


def _trade(office, ticket: Ticket) -> None:
    offer = offered(
        office.call("farm"),
        office.actor("operator"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=carbon(9),
        price_fen=fen("80.00"),
        expires=office.now + timedelta(days=9),
    )
    office.paid("buyer", fen("5000.00"))
    for tonnes in (2, 3):
        trade = take_listing(
            office.call("buyer"),
            listing=offer.pk,
            buyer=office.party("buyer"),
            quantity=carbon(tonnes),
            purpose="own_emissions",
        )
        if tonnes == 2:
            settle_trade(office.call("operator"), trade=trade.pk)


def _bind(office, ticket: Ticket) -> None:
    register_pledge(
        office.call("farm"),
        asset=ticket.asset,
        pledgor=office.party("farm"),
        pledgee=office.party("bank"),
        quantity=carbon(4),
        loan_fen=1_000_000,
        filing_number="演示 1",
        until=date(2027, 7, 17),
    )
    asked = request_hold(
        office.call("court"),
        court=office.party("court"),
        ticket=ticket.pk,
        holder=office.party("farm"),
        quantity=carbon(5),
        term_months=12,
        case_number="（2026）黔执 3 号",
        ruling_number="（2026）黔执裁 7 号",
        notice_number="（2026）黔执协 5 号",
        officers="甲、乙",
    )
    enter_hold(office.call("registrar"), hold=asked.pk)


def turned(rows: Any, name: str, by: int = 1) -> None:
    """A figure turned by hand, past every guard of the database."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
    rows.update(**{name: F(name) + by})


def found() -> dict[str, str]:
    return {each.figure: each.place for each in mismatches()}


def test_what_the_verbs_did_agrees(ticket) -> None:
    assert list(mismatches()) == []
    assert counts() == {"tickets": 1, "retirements": 3, "orders": 2, "deals": 1}


def test_whatever_somebody_turns_by_hand_is_named(ticket) -> None:
    number = ticket.number
    turned(JudicialHold.objects, "held", -1)
    assert found() == {"frozen": number}
    for rows, name, figure, place in (
        (Ticket.objects, "quantity", "issued", number),
        (Listing.objects, "left", "offered", number),
        (Pledge.objects, "quantity", "pledged", number),
        (Trade.objects.filter(state="settled"), "seller_fee_fen", "fees", "CNY"),
        (Trade.objects.filter(state="agreed"), "amount_fen", "money_held", "CNY"),
        (PayOut.objects, "amount_fen", "to_pay_out", "CNY"),
        (Retirement.objects.filter(pk=Retirement.objects.latest("pk").pk), "quantity",
         "retired", number),
    ):  # fmt: skip
        before = found()
        turned(rows, name)
        assert set(found().items()) - set(before.items()) == {(figure, place)}
    middle = Cut.objects.order_by("span")[1]
    with connection.cursor() as cursor:
        shorter = "update registry_cut set span = int8range(lower(span), upper(span) - 1)"
        cursor.execute(f"{shorter} where id = %s", [middle.pk])
    assert found()["cut"] == found()["gap"] == number
    turned(Account.objects.filter(kind="retired"), "posted_in", 5)
    assert found().keys() == FIGURES.keys() - {"row"}


def test_a_night_is_shown_to_everybody(office, ticket) -> None:
    visitor = Client()
    page = visitor.get(reverse("agreements")).content.decode()
    assert "还没有核对过，是否一致尚不可知。" in page
    told = look(office.now)
    assert (told.agrees, told.label.zh) == (True, "一致")
    page = visitor.get(reverse("agreements")).content.decode()
    assert told.day.isoformat() in page
    answer = visitor.get(reverse("agreement", args=[told.day.isoformat()]))
    assert "agreement/night.html" in {used.name for used in answer.templates}
    assert "没有不一致。" in answer.content.decode()
    turned(Ticket.objects, "quantity")
    again = look(office.now + timedelta(hours=1))
    assert Agreement.objects.get() == again
    assert again.label.en == "1 differ"
    page = visitor.get(reverse("agreement", args=[told.day.isoformat()])).content.decode()
    assert "签发数量" in page
    assert ticket.number in page
    assert visitor.get(reverse("agreement", args=["2020-01-01"])).status_code == 404
    assert visitor.get(reverse("agreement", args=["yesterday"])).status_code == 404


def test_the_timer_notes_and_the_same_note_is_one(office, ticket, refuses) -> None:
    compare_all(timestamp=0)
    assert Agreement.objects.get().agrees
    call = Call(SYSTEM, office.now, "night")
    first = note_agreement(call, counts={}, mismatches=[])
    assert note_agreement(call, counts={}, mismatches=[]) == first
    with refuses("E-AU-01"):
        note_agreement(office.call("operator"), counts={}, mismatches=[])

"""A court finds in its workspace what it may open, and its money is there for itself alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.custody.models import BankAccount
from qingshan.apps.exchange.modes import JUDICIAL_ZONE
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen

pytestmark = pytest.mark.django_db

NUMBER = "6217000010001234567"
DOORS = ("holds", "subscriptions", "deals", "money", "account_statement")


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_door_of_a_court_opens(office):
    court = browser("court")
    desk = text(court, reverse("desk"))
    for address in (*map(reverse, DOORS), reverse("zone", args=[JUDICIAL_ZONE])):
        assert f'href="{address}"' in desk
        assert court.get(address).status_code == 200


def test_the_doors_of_a_court_are_shown_to_a_court(office):
    zone = f'href="{reverse("zone", args=[JUDICIAL_ZONE])}"'
    for part in ("farm", "operator", "registrar", "bank"):
        assert zone not in text(browser(part), reverse("desk"))
    assert reverse("subscriptions") in text(browser("operator"), reverse("desk"))
    assert reverse("subscriptions") in text(browser("farm"), reverse("desk"))
    assert reverse("subscriptions") not in text(browser("registrar"), reverse("desk"))


def test_a_court_sees_its_own_money_and_has_it_paid_out(office):
    office.paid("court", fen("20000.00"))
    office.paid("farm", fen("333.33"))
    court = browser("court")
    for name in ("money", "account_statement"):
        shown = text(court, reverse(name))
        assert "20,000.00" in shown
        assert "333.33" not in shown
    entered = {"bank_name": "演示银行", "number": NUMBER, "key": "account"}
    told = entered | {"party": office.party("court")}
    assert court.post(reverse("enter_bank_account"), told).status_code == 302
    account = BankAccount.objects.get()
    assert account.party_id == office.party("court")
    foreign = entered | {"party": office.party("farm"), "key": "foreign"}
    assert court.post(reverse("enter_bank_account"), foreign).status_code == 422
    confirm = reverse("confirm_bank_account", args=[account.pk])
    assert browser("operator").post(confirm, {"key": "c"}).status_code == 302
    asked = {"account": account.pk, "amount": "5000.00", "key": "out"}
    assert court.post(reverse("ask_pay_out"), asked).status_code == 302
    assert "5,000.00" in text(court, reverse("money"))
    for part in ("registrar", "bank"):
        assert browser(part).get(reverse("money")).status_code == 403

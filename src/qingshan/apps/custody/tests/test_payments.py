"""Money comes in once, is held when it is asked for, and leaves once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base import journal
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit, reads
from qingshan.apps.custody.models import BankAccount, PayIn, PayOut
from qingshan.apps.custody.tests.conftest import NUMBER
from qingshan.apps.custody.verbs.ask_pay_out import ask_pay_out
from qingshan.apps.custody.verbs.cancel_pay_out import cancel_pay_out
from qingshan.apps.custody.verbs.confirm_bank_account import confirm_bank_account
from qingshan.apps.custody.verbs.confirm_pay_out import confirm_pay_out
from qingshan.apps.custody.verbs.end_bank_account import end_bank_account
from qingshan.apps.custody.verbs.enter_bank_account import enter_bank_account
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import seal
from qingshan.core.kernel.errors import Refused
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.settlement import MONEY

pytestmark = pytest.mark.django_db


def client_of(bank, part: str) -> Client:
    client = Client()
    key = bank.call(part).actor.name.removeprefix("user:")
    client.force_login(User.objects.get(pk=key))
    return client


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_above_zero(bank, refuses, amount):
    with refuses("E-CU-01"):
        bank.paid(amount)
    assert not PayIn.objects.exists()


def test_a_bank_reference_is_booked_once(bank, refuses):
    bank.paid(500, reference="B-7")
    with refuses("E-CU-02"):
        bank.paid(700, reference="B-7")
    with refuses("E-CU-03"):
        pay_in(
            bank.call("operator"),
            party=bank.office.party("buyer"),
            amount_fen=5,
            bank_reference=" ",
        )
    assert reads.totals(MONEY) == {AccountKind.BANK: -500, AccountKind.PARTY: 500}


def test_an_event_of_the_room_before_still_answers(bank):
    """Databases of before name the thing ``exchange.PayIn``; their keys give the same answer."""
    call = Call(bank.call("operator").actor, bank.office.now, "old")
    told = {"party": bank.office.party("buyer"), "amount_fen": 500, "bank_reference": "OLD-1"}
    paid = pay_in(call, **told)
    event = Event.objects.get(key="old", verb="pay_in")
    event.subject = "exchange.PayIn"
    assert journal.model_of(event) is PayIn
    assert journal.of_subject(paid).get() == event


def test_a_payment_out_is_held_paid_and_gone(bank, refuses):
    bank.paid(1_000_00)
    account = bank.account()
    asked = bank.asked(account, 400_00)
    assert (bank.money().held, bank.money().available) == (400_00, 600_00)
    with pytest.raises(Refused) as caught:
        bank.asked(account, 600_01)
    (short,) = caught.value.refusals
    assert short.code == "E-LG-22"
    assert (short.where("zh"), short.where("en")) == ("资金", "Money")
    for language, foreign in (("zh", "挂牌或质押"), ("en", "pledged")):
        assert foreign not in short.why(language)
    assert "入金" in short.remedy()
    assert "pay in" in short.remedy("en")
    call = bank.call("operator", "paid")
    with refuses("E-CU-03"):
        confirm_pay_out(bank.call("operator"), pay_out=asked.pk, bank_reference="")
    done = confirm_pay_out(call, pay_out=asked.pk, bank_reference="OUT-1")
    assert confirm_pay_out(call, pay_out=asked.pk, bank_reference="OUT-1") == done
    assert done.state == "paid"
    assert (bank.money().posted, bank.money().held) == (600_00, 0)
    assert reads.totals(MONEY)[AccountKind.BANK] == -600_00
    with refuses("E-CU-02"):
        bank.paid(1, reference="OUT-1")
    with refuses("E-MC-01"):
        cancel_pay_out(bank.call("buyer"), pay_out=asked.pk)
    assert audit.verify() is None


def test_a_request_is_taken_back(bank, refuses):
    bank.paid(1_000_00)
    asked = bank.asked(bank.account(), 400_00)
    with refuses("E-AU-02"):
        cancel_pay_out(bank.call("farm"), pay_out=asked.pk)
    call = bank.call("buyer", "back")
    assert cancel_pay_out(call, pay_out=asked.pk) == cancel_pay_out(call, pay_out=asked.pk)
    assert bank.money().available == 1_000_00
    with refuses("E-MC-01"):
        confirm_pay_out(bank.call("operator"), pay_out=asked.pk, bank_reference="OUT-2")
    assert audit.verify() is None


def test_money_goes_to_confirmed_accounts_of_the_party_alone(bank, refuses):
    bank.paid(1_000_00)
    waiting = bank.entered()
    with refuses("E-CU-06"):
        bank.asked(waiting, 1)
    foreign = bank.account("6217000010007654321", "farm")
    with refuses("E-CU-06"):
        bank.asked(foreign, 1)
    with refuses("E-CU-01", "E-CU-06"):
        bank.asked(foreign, 0)
    with refuses("E-AU-02"):
        ask_pay_out(
            bank.call("buyer"), party=bank.office.party("farm"), account=foreign.pk, amount_fen=1
        )
    assert not PayOut.objects.exists()


def test_an_account_is_entered_once_and_ended(bank, refuses):
    with refuses("E-CU-04"):
        bank.entered("12-34")
    call = bank.call("buyer", "account")
    told = {
        "party": bank.office.party("buyer"),
        "bank_name": "演示银行",
        "number_sealed": seal(NUMBER),
    }
    entered = enter_bank_account(call, **told)
    assert enter_bank_account(call, **told) == entered
    with refuses("E-CU-05"):
        bank.entered(part="farm")
    with refuses("E-AU-01"):
        confirm_bank_account(bank.call("buyer"), account=entered.pk)
    with refuses("E-AU-02"):
        end_bank_account(bank.call("farm"), account=entered.pk)
    confirm_bank_account(bank.call("operator"), account=entered.pk)
    ended = end_bank_account(bank.call("buyer", "end"), account=entered.pk)
    assert end_bank_account(bank.call("buyer", "end"), account=entered.pk) == ended
    again = bank.account()
    assert again.pk != entered.pk
    assert end_bank_account(bank.call("operator"), account=again.pk).state == "ended"


def test_a_number_is_nowhere_in_full(bank):
    account = bank.account()
    bank.paid(1_000_00)
    bank.asked(account, 1_00)
    pages = [
        client_of(bank, "buyer").get(reverse("money")).content.decode(),
        client_of(bank, "operator").get(reverse("custody")).content.decode(),
    ]
    assert all(account.masked in page and NUMBER not in page for page in pages)
    assert NUMBER not in str([(e.facts, e.note) for e in Event.objects.all()])
    assert NUMBER not in BankAccount.objects.get().number_sealed


def test_a_holder_enters_asks_and_the_operator_pays(bank):
    bank.paid(1_000_00)
    buyer, operator = client_of(bank, "buyer"), client_of(bank, "operator")
    told = {"key": "a", "party": bank.office.party("buyer"), "bank_name": "演示银行"}
    wrong = buyer.post(reverse("enter_bank_account"), told | {"number": "1"})
    assert wrong.status_code == 422
    buyer.post(reverse("enter_bank_account"), told | {"number": "6217 0000 1000 1234 567"})
    account = BankAccount.objects.get()
    assert operator.get(reverse("custody")).status_code == 200
    operator.post(reverse("confirm_bank_account", args=[account.pk]), {"key": "b"})
    buyer.post(reverse("ask_pay_out"), {"key": "c", "account": account.pk, "amount": "250.00"})
    asked = PayOut.objects.get()
    there = reverse("confirm_pay_out", args=[asked.number])
    assert asked.number in operator.get(there).content.decode()
    operator.post(there, {"key": "d", "bank_reference": "OUT-3"})
    operator.post(
        reverse("pay_in"),
        {
            "key": "e",
            "party": bank.office.cast["buyer"].party.name,
            "amount": "0.50",
            "bank_reference": "IN-3",
        },
    )
    assert bank.money().posted == 750_50
    buyer.post(reverse("ask_pay_out"), {"key": "f", "account": account.pk, "amount": "1.00"})
    last = PayOut.objects.latest("pk")
    buyer.post(reverse("cancel_pay_out", args=[last.number]), {"key": "g"})
    buyer.post(reverse("end_bank_account", args=[account.pk]), {"key": "h"})
    assert (bank.money().held, BankAccount.objects.get().state) == (0, "ended")
    page = buyer.get("/en" + reverse("money")).content.decode()
    assert "IN-3" in page
    assert asked.number in page

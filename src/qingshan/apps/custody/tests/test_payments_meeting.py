"""Paid or cancelled, never both; one purse is emptied once."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.books import audit
from qingshan.apps.custody.verbs.cancel_pay_out import cancel_pay_out
from qingshan.apps.custody.verbs.confirm_pay_out import confirm_pay_out

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_request_is_paid_or_cancelled_and_never_both(open_bank, elsewhere, until_waiting):
    bank = open_bank
    bank.paid(1_000_00)
    asked = bank.asked(bank.account(), 400_00)
    with transaction.atomic():
        confirm_pay_out(bank.call("operator"), pay_out=asked.pk, bank_reference="OUT-1")
        other = elsewhere(cancel_pay_out, bank.call("buyer"), pay_out=asked.pk)
        until_waiting()
    assert other.exception().refusals[0].code == "E-MC-01"
    assert (bank.money().posted, bank.money().held) == (600_00, 0)
    assert audit.verify() is None


def test_two_requests_share_one_purse(open_bank, elsewhere):
    bank = open_bank
    bank.paid(500_00)
    account = bank.account()
    answers = [elsewhere(bank.asked, account, 300_00) for _ in range(2)]
    (refused,) = [fault for fault in (one.exception() for one in answers) if fault is not None]
    assert refused.refusals[0].code == "E-LG-22"
    assert bank.money().held == 300_00

"""Two statements of one day meet: one counts."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.custody.models import BankStatement, PayIn
from qingshan.apps.custody.tests.conftest import NUMBER
from qingshan.apps.custody.tests.test_statements import line, read, yesterday
from qingshan.apps.custody.verbs.book_statement import book_statement

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_statements_of_a_day_one_is_booked(open_bank, elsewhere, until_waiting, refuses):
    bank = open_bank
    bank.account()
    told = line(yesterday(bank), "S-1", 5_00, NUMBER)
    first, second = read(bank, 5_00, told), read(bank, 6_00, told)
    with transaction.atomic():
        book_statement(bank.call("operator"), statement=first.pk)
        other = elsewhere(book_statement, bank.call("operator"), statement=second.pk)
        until_waiting()
    with refuses("E-CU-02", "E-CU-09"):
        other.result()
    assert BankStatement.objects.filter(state="booked").get() == first
    assert PayIn.objects.get().amount_fen == 5_00

"""What the bank tells of each day, and what the operator makes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from qingshan.apps.books.reads import day_end, day_start
from qingshan.apps.custody.models import BankAccount, BankStatement, Difference, PayIn, PayOut
from qingshan.apps.custody.statements import last_booked
from qingshan.apps.custody.verbs.book_difference import book_difference
from qingshan.apps.custody.verbs.book_statement import book_statement
from qingshan.apps.custody.verbs.confirm_pay_out import confirm_pay_out
from qingshan.apps.custody.verbs.discard_statement import discard_statement
from qingshan.apps.custody.verbs.end_bank_account import end_bank_account
from qingshan.apps.custody.verbs.explain_difference import explain_difference
from qingshan.apps.custody.verbs.read_statement import read_statement
from qingshan.apps.walks.town_acts import Intent, Town, often, one_of
from qingshan.core.ledger.model import booking_day

NEW_MOST, SHOWN = 3, 0.9
WRONG = 0.04
"""The share of movements that the bank tells with another amount, and of wrong balances."""


@often(4)
def hear_the_bank(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    operator = town.cast["operator"]
    waiting = one_of(chance, BankStatement.objects.filter(state="read").order_by("pk"))
    if waiting is not None:
        verb = book_statement if chance.random() < 0.85 else discard_statement
        return Intent(verb, operator, {"statement": waiting.pk})
    last, yesterday = last_booked(), booking_day(when) - timedelta(days=1)
    if last is not None and last.day >= yesterday and chance.random() < 0.9:
        return None
    day = yesterday if chance.random() < 0.95 else yesterday + timedelta(days=1)
    moves = list(_movements(chance, day))
    closing = _opening(day) + sum(move["amount_fen"] for move in moves)
    if chance.random() < WRONG and last is not None:
        closing += 1
    told = {"day": day, "closing_fen": closing, "file": None}
    return Intent(read_statement, operator, {**told, "lines": moves})


@often(3)
def look_into_a_difference(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, Difference.objects.filter(state="open").order_by("pk"))
    if found is None:
        return None
    operator, given = town.cast["operator"], {"difference": found.pk}
    words = "经与银行核实" if chance.random() < 0.95 else " "
    if found.kind == "unmatched" and found.amount_fen < 0 and found.line is not None:
        rows = PayOut.objects.filter(state="asked", amount_fen=-found.amount_fen)
        asked = rows.order_by("pk").first()
        if asked is not None:
            told = {"pay_out": asked.pk, "bank_reference": found.line.reference}
            return Intent(confirm_pay_out, operator, told)
    if chance.random() < 0.6:
        party = town.party(chance.choice([*town.traders, *town.citizens]))
        return Intent(book_difference, operator, {**given, "party": party, "explanation": words})
    return Intent(explain_difference, operator, {**given, "explanation": words})


@often(0.3)
def end_an_account(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, BankAccount.objects.exclude(state="ended").order_by("pk"))
    if found is None:
        return None
    by = town.of_party(found.party_id) if chance.random() < 0.7 else town.cast["operator"]
    return Intent(end_bank_account, by, {"account": found.pk})


def _opening(day: date) -> int:
    """What the bank had before a day; before its first statement all that was booked until then."""
    last = last_booked()
    if last is not None:
        return last.closing_fen
    ins = PayIn.objects.filter(when__lt=day_start(day)).values_list("amount_fen", flat=True)
    outs = PayOut.objects.filter(paid__lt=day_start(day)).values_list("amount_fen", flat=True)
    return sum(ins) - sum(outs)


def _movements(chance: random.Random, day: date) -> Iterator[dict[str, Any]]:
    """The bank's movements: most that were booked by hand, some late, and some of its own."""
    moves = [*_booked_by_hand(chance, day), *_unasked(chance, day)]
    for place, (reference, amount, account, name, remark) in enumerate(moves, 1):
        is_wrong = chance.random() < WRONG
        yield {
            "place": place,
            "reference": reference,
            "day": day.isoformat(),
            "amount_fen": amount + is_wrong * 100,
            "other_sealed": account,
            "other_name": name,
            "remark": remark,
        }


def _booked_by_hand(chance: random.Random, day: date) -> Iterator[tuple[str, int, str, str, str]]:
    first = BankStatement.objects.filter(state="booked").order_by("day").first()
    since, until = day_start(first.day if first else day), day_end(day)
    ins = PayIn.objects.filter(line=None, when__gte=since, when__lt=until).order_by("pk")
    outs = PayOut.objects.filter(line=None, paid__gte=since, paid__lt=until).order_by("pk")
    for one in ins:
        if chance.random() < SHOWN:
            yield one.bank_reference, one.amount_fen, "", "", ""
    for out in outs:
        if chance.random() < SHOWN:
            yield out.bank_reference, -out.amount_fen, "", "", out.number


def _unasked(chance: random.Random, day: date) -> Iterator[tuple[str, int, str, str, str]]:
    """What the bank did by itself: requests paid, money that came to it with and without a name."""
    number = 0

    def reference() -> str:
        nonlocal number
        number += 1
        return f"BANK-{day:%Y%m%d}-{number}-{chance.randrange(1_000_000)}"

    asked = PayOut.objects.filter(state="asked", asked__lt=day_end(day)).select_related("account")
    for one in asked.order_by("pk"):
        if chance.random() < 0.4:
            remark = one.number if chance.random() < 0.5 else ""
            yield reference(), -one.amount_fen, one.account.number_sealed, "", remark
    rows = BankAccount.objects.filter(state="confirmed").select_related("party").order_by("pk")
    accounts = list(rows)
    for _ in range(chance.randrange(NEW_MOST)):
        account = chance.choice(accounts) if accounts and chance.random() < 0.7 else None
        name = account.party.name if account and chance.random() < 0.9 else "某某"
        sealed = account.number_sealed if account else ""
        yield reference(), chance.randrange(10_000, 3_000_000), sealed, name, ""

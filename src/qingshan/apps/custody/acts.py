"""What the inbox learns of this room: accounts to confirm, payments the bank is to make."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.custody.doors import HOLDERS
from qingshan.apps.custody.reads import (
    accounts_to_confirm,
    pay_outs_of,
    pay_outs_waiting,
    statements_waiting,
)
from qingshan.apps.custody.verbs.cancel_pay_out import cancel_pay_out
from qingshan.apps.custody.verbs.confirm_bank_account import confirm_bank_account
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan


def _accounts(_actor: Actor) -> Iterable[Task]:
    for one in accounts_to_confirm():
        label, who = verb_label("confirm_bank_account"), one.party.label
        note = Label(f"户名须为{who.zh}", f"it must bear the name {who.en}")
        yield Task("confirm_bank_account", one.pk, label, str(one), note, one.entered)


def _confirm(call: Call, key: int) -> Model:
    return confirm_bank_account(call, account=key)


def _waiting(_actor: Actor) -> Iterable[Task]:
    for one in pay_outs_waiting():
        label, who, amount = verb_label("confirm_pay_out"), one.party.label, yuan(one.amount_fen)
        note = Label(f"{who.zh}，{amount} 元", f"{who.en}, CNY {amount}")
        there = reverse("confirm_pay_out", args=[one.number])
        yield Task("confirm_pay_out", one.pk, label, str(one), note, one.asked, there)


def _own(actor: Actor) -> Iterable[Task]:
    for one in pay_outs_of(actor.parties).filter(state="asked"):
        label, amount = verb_label("cancel_pay_out"), yuan(one.amount_fen)
        note = Label(f"{amount} 元，付至 {one.account}", f"CNY {amount} to {one.account}")
        yield Task("cancel_pay_out", one.pk, label, str(one), note, one.asked)


def _cancel(call: Call, key: int) -> Model:
    return cancel_pay_out(call, pay_out=key)


def _statements(_actor: Actor) -> Iterable[Task]:
    for one in statements_waiting():
        label, amount = verb_label("book_statement"), yuan(one.closing_fen)
        note = Label(f"日终余额 {amount} 元", f"closing balance CNY {amount}")
        there = reverse("bank_statement", args=[one.pk])
        yield Task("book_statement", one.pk, label, str(one), note, one.read, there)


ACTS: dict[str, Act] = {
    "confirm_bank_account": Act(("operator",), _accounts, _confirm),
    "confirm_pay_out": Act(("operator",), _waiting),
    "book_statement": Act(("operator",), _statements),
    "cancel_pay_out": Act(HOLDERS, _own, _cancel, is_due=False),
}

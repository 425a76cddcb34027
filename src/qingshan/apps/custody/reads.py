"""Accounts and payments as their parties and the operator see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from qingshan.apps.custody.models import (
    BankAccount,
    BankLine,
    BankStatement,
    Difference,
    PayIn,
    PayOut,
)
from qingshan.apps.parties.sealing import seal


def accounts_of(parties: Iterable[int]) -> QuerySet[BankAccount]:
    """Accounts of some parties that are not ended."""
    found = BankAccount.objects.filter(party__in=list(parties)).exclude(state="ended")
    return found.select_related("party").order_by("pk")


def accounts_to_confirm() -> QuerySet[BankAccount]:
    """Accounts that nobody has looked at, the oldest first."""
    return BankAccount.objects.filter(state="entered").select_related("party").order_by("pk")


def account_numbered(number: str) -> BankAccount | None:
    """The confirmed account with a number."""
    found = BankAccount.objects.filter(number_sealed=seal(number), state="confirmed")
    return found.select_related("party").first()


def pay_ins_of(parties: Iterable[int]) -> QuerySet[PayIn]:
    """What came in for some parties, newest first."""
    found = PayIn.objects.filter(party__in=list(parties))
    return found.select_related("party").order_by("-when", "-pk")


def pay_outs_of(parties: Iterable[int]) -> QuerySet[PayOut]:
    """What some parties asked for, newest first."""
    found = PayOut.objects.filter(party__in=list(parties))
    return found.select_related("party", "account").order_by("-asked", "-pk")


def pay_outs_waiting() -> QuerySet[PayOut]:
    """What the bank is to pay, the oldest first."""
    found = PayOut.objects.filter(state="asked")
    return found.select_related("party", "account").order_by("pk")


def statements_waiting() -> QuerySet[BankStatement]:
    """Statements that were read and not booked, the oldest first."""
    return BankStatement.objects.filter(state="read").order_by("day", "pk")


def open_differences() -> QuerySet[Difference]:
    """What nobody has explained or corrected, the oldest first."""
    found = Difference.objects.filter(state="open")
    return found.select_related("statement", "line", "pay_in", "pay_out").order_by("pk")


def unmatched_out(reference: str, amount_fen: int) -> Difference | None:
    """A movement out of that amount that found no request, under lock."""
    found = Difference.objects.filter(
        kind="unmatched", line__reference=reference, amount_fen=-amount_fen
    )
    waiting = found.exclude(state="corrected").select_related("line")
    return waiting.select_for_update(of=("self",)).first()


def is_booked(reference: str) -> bool:
    """Whether a movement of the bank is booked, in or out."""
    return (
        BankLine.objects.filter(is_booked=True, reference=reference).exists()
        or PayIn.objects.filter(bank_reference=reference).exists()
        or PayOut.objects.filter(bank_reference=reference).exists()
    )

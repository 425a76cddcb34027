"""What holds in every book, whatever was done to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from qingshan.core.ledger.book import Account, Book
from qingshan.core.ledger.model import AccountId


def broken(book: Book) -> list[str]:
    """Every invariant that the book breaks, in words; an empty list for a sound book."""
    assets = sorted({account.asset for account in book.accounts})
    found = [f"balances of {a} sum to {book.total(a)}" for a in assets if book.total(a)]
    for key, account in book.accounts.items():
        found.extend(f"{key}: {what}" for what in _broken_account(key, account))
    found.extend(_broken_holds(book))
    return found


def _broken_account(key: AccountId, account: Account) -> Iterator[str]:
    if min(account[:4]) < 0:
        yield "a counter is below zero"
    if account.available < 0 and not key.kind.source_of_supply:
        yield f"available is {account.available}"
    if key.kind.sink and (account.posted_out or account.held_out):
        yield "a sink gave something back"
    if account.closed and (account.balance or account.held_out or account.held_in):
        yield "a closed account is not empty"


def _broken_holds(book: Book) -> Iterator[str]:
    held_in: dict[AccountId, int] = defaultdict(int)
    held_out: dict[AccountId, int] = defaultdict(int)
    for hold in book.holds.values():
        if not 0 <= hold.left <= hold.amount:
            yield f"hold {hold.key}: {hold.left} left of {hold.amount}"
        held_out[hold.source] += hold.left
        held_in[hold.target] += hold.left
    for key, account in book.accounts.items():
        if (account.held_in, account.held_out) != (held_in[key], held_out[key]):
            yield f"{key}: held counters differ from the open holds"

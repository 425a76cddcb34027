"""Chains written as lines of text, for worked examples, documentation and tests.

One chain is one line: code, key, and its transfers divided by semicolons::

    list L1: hold T/party:1/party > T/party:1/escrow 60 as H1 until 2024-05-02T12:00+08:00
    trade D1: settle T/party:1/party > T/party:1/escrow 60 as H1; post T/party:1/escrow > …

Flags are lines too: ``freeze T``, ``freeze T/party:1/party``, ``close T/party:1/party``,
``seal 2024-05-01``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from qingshan.core.ledger.book import Book
from qingshan.core.ledger.model import AccountId, Act, Chain, Transfer
from qingshan.core.ledger.rules import apply_chain

_CHAIN = re.compile(r"(?P<code>\S+) (?P<key>\S+):(?: (?P<moves>.*))?")
_MOVE = re.compile(
    r"(?P<act>\w+) (?P<source>\S+) > (?P<target>\S+) (?P<amount>-?\d+)"
    r"(?: as (?P<hold>\S+))?(?: until (?P<expires>\S+))?"
)


def play(book: Book, lines: Iterable[str], *, when: datetime) -> Book:
    """The book after the lines; ``Refused`` when one of the chains is."""
    for line in lines:
        word, _, what = line.partition(" ")
        if word == "seal":
            book = replace(book, sealed=date.fromisoformat(what))
        elif word == "freeze" and "/" not in what:
            frozen = replace(book.assets[what], frozen=True)
            book = replace(book, assets={**book.assets, what: frozen})
        elif word in {"freeze", "close"}:
            key = AccountId.parse(what)
            flag = {"frozen": True} if word == "freeze" else {"closed": True}
            account = book.account(key)._replace(**flag)
            book = replace(book, accounts={**book.accounts, key: account})
        else:
            book = apply_chain(book, read_chain(line), when=when)
    return book


def read_chain(line: str) -> Chain:
    """The chain that a line describes.

    Raises
    ------
    ValueError
        When the line is not of that form.
    """
    found = _CHAIN.fullmatch(line.strip())
    if found is None:
        raise ValueError(f"not a chain: {line}")
    moves = [move.strip() for move in (found["moves"] or "").split(";") if move.strip()]
    return Chain(found["key"], found["code"], tuple(read_transfer(move) for move in moves))


def read_transfer(text: str) -> Transfer:
    """The transfer that a part of a line describes; a ``ValueError`` when it is of no such form."""
    found = _MOVE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a transfer: {text}")
    return Transfer(
        Act(found["act"]),
        AccountId.parse(found["source"]),
        AccountId.parse(found["target"]),
        int(found["amount"]),
        found["hold"] or "",
        datetime.fromisoformat(found["expires"]) if found["expires"] else None,
    )


def write_chain(chain: Chain) -> str:
    """A chain as such a line; its facts are left out."""
    return f"{chain.code} {chain.key}: " + "; ".join(map(_write_transfer, chain.transfers))


def _write_transfer(transfer: Transfer) -> str:
    text = f"{transfer.act.value} {transfer.source} > {transfer.target} {transfer.amount}"
    if transfer.hold:
        text += f" as {transfer.hold}"
    if transfer.expires is not None:
        text += f" until {transfer.expires.isoformat()}"
    return text

"""The database function keeps the same rule sheet as the pure rules, word for word."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.books import audit, models, reads, store
from qingshan.apps.books.verbs.seal_day import seal_day
from qingshan.core import ledger
from qingshan.core.ledger.book import Account, Asset, Book, Hold
from qingshan.core.ledger.invariants import broken
from qingshan.core.ledger.model import (
    AccountId,
    AccountKind,
    AssetKind,
    Chain,
    hold,
    post,
    release,
    settle,
)
from qingshan.core.ledger.rules import apply_batch
from qingshan.core.ledger.scenario import play, read_chain

SHEET = Path(ledger.__file__).parent / "tests" / "refusals.yaml"
ROWS = yaml.safe_load(SHEET.read_text(encoding="utf-8"))
NOON = datetime.fromisoformat("2024-05-01T12:00:00+08:00")

pytestmark = pytest.mark.django_db


def store_play(lines: list[str], when: datetime) -> None:
    for line in lines:
        word, _, what = line.partition(" ")
        if word == "seal":
            day = date.fromisoformat(what)
            seal_day(Call(SYSTEM, when + timedelta(days=1), f"seal {day}"), day=day)
        elif word == "freeze" and "/" not in what:
            store.freeze_asset(what)
        elif word == "freeze":
            store.freeze_account(AccountId.parse(what))
        elif word == "close":
            store.close_account(AccountId.parse(what))
        else:
            store.post_one(read_chain(line), when=when)


def stored_book(like: Book) -> Book:
    """The book that the database holds, its keys taken from another for comparison."""
    accounts = {
        AccountId.parse(row.name): Account(
            row.posted_in, row.posted_out, row.held_in, row.held_out, row.closed, row.frozen
        )
        for row in models.Account.objects.all()
    }
    holds: dict[str, Hold] = {}
    for row in models.Hold.objects.values_list("key", flat=True):
        found = reads.hold(row)
        assert found is not None
        holds[row] = found
    keys = set(models.Chain.objects.values_list("key", "digest"))
    assert keys == {(key, kept.digest) for key, kept in like.chains.items()}
    return Book(like.assets, accounts, holds, like.chains, like.sealed)


def same(kept: Book, pure: Book) -> None:
    """Equal but for accounts that a refused chain left with zeros."""
    moved = {key: account for key, account in kept.accounts.items() if account != Account()}
    assert moved == {k: a for k, a in pure.accounts.items() if a != Account()}
    assert kept.holds == pure.holds
    assert not broken(kept)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_a_row_of_the_sheet(row):
    store.open_asset("T", AssetKind.CARBON)
    store.open_asset("Y", AssetKind.MONEY)
    book = Book.of(Asset("T", AssetKind.CARBON), Asset("Y", AssetKind.MONEY))
    when = datetime.fromisoformat(row.get("given_when", NOON.isoformat()))
    lines = ["issue start: post T/registry/supply > T/party:1/party 100", *row.get("given", [])]
    book = play(book, lines, when=when)
    store_play(lines, when)
    chain = read_chain(row["act"])
    after, (expected,) = apply_batch(book, [chain], when=NOON)
    (reply,) = store.post([chain], when=NOON)
    assert [refusal.code for refusal in reply.refusals] == row["says"]
    assert reply == expected
    same(stored_book(after), after)
    assert audit.verify() is None


@pytest.mark.parametrize("seed", range(12))
def test_random_batches_agree_with_the_pure_rules(seed):
    chance = random.Random(seed)
    book = Book.of(Asset("T", AssetKind.CARBON), Asset("Y", AssetKind.MONEY))
    for asset in book.assets.values():
        store.open_asset(asset.code, asset.kind)
    when = NOON
    sent: list[Chain] = []
    for number in range(25):
        when += timedelta(minutes=chance.randrange(60))
        batch = [
            any_chain(chance, f"{number}.{place}", when, sent)
            for place in range(chance.choice([1, 3, 20]))
        ]
        sent += batch
        book, expected = apply_batch(book, batch, when=when)
        assert store.post(batch, when=when) == list(expected)
    assert any(reply.accepted for reply in expected) or seed
    same(stored_book(book), book)
    assert audit.verify() is None


def any_chain(chance: random.Random, key: str, when: datetime, sent: list[Chain]) -> Chain:
    """A chain that may or may not be right, or one that was sent before, changed or not."""
    if sent and chance.random() < 0.1:
        before = chance.choice(sent)
        return before if chance.random() < 0.5 else Chain(before.key, "transfer", before.transfers)
    code = chance.choice(["transfer", "trade", "issue", "correction", "list", "unlist"])
    moves = [any_transfer(chance, when) for _ in range(chance.choice([1, 1, 2, 4]))]
    return Chain(key, code, tuple(moves), {"case": key} if chance.random() < 0.3 else {})


def any_transfer(chance: random.Random, when: datetime):
    asset = chance.choice("TTTY")
    source, target = (AccountId(asset, *any_owner(chance)) for _ in range(2))
    amount = chance.choice([0, 1, 5, 10, 40, 90])
    key = f"H{chance.randrange(12)}"
    act = chance.choice(["issue", "post", "post", "hold", "settle", "release"])
    expires = chance.choice([None, when + timedelta(hours=chance.choice([-1, 1, 3]))])
    if act == "issue":
        supply = AccountKind.SUPPLY if asset == "T" else AccountKind.BANK
        return post(AccountId(asset, "registry", supply), source, 100)
    if act == "post":
        return post(source, target, amount)
    # Holds mostly stand between the same two accounts, so that settling them often succeeds.
    party = AccountId("T", "party:1", AccountKind.PARTY)
    if chance.random() < 0.8:
        source, target = party, AccountId("T", "party:1", AccountKind.ESCROW)
    if act == "hold":
        return hold(key, source, target, amount, expires=expires)
    return (settle if act == "settle" else release)(key, source, target, amount)


def any_owner(chance: random.Random) -> tuple[str, AccountKind]:
    owner = chance.choice(["party:1", "party:1", "party:2", "party:3", '雷"山\\{},'])
    kinds = [AccountKind.PARTY] * 8 + [AccountKind.ESCROW, AccountKind.RETIRED]
    return owner, chance.choice(kinds)

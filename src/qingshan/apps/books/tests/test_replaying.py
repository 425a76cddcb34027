"""The ledger re-added to any moment is a sound book, and the one that is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from qingshan.apps.books import models, reads, replaying, store
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind
from qingshan.core.ledger.scenario import read_chain

NOON = datetime.fromisoformat("2024-05-01T12:00:00+08:00")
OWNER = AccountId("T", "party:1", AccountKind.PARTY)
CHAINS = (
    "issue i: post T/registry/supply > T/party:1/party 100",
    "list l: hold T/party:1/party > T/party:1/escrow 60 as H",
    "trade d: settle T/party:1/party > T/party:1/escrow 25 as H; "
    "post T/party:1/escrow > T/party:2/party 25",
    "unlist u: release T/party:1/party > T/party:1/escrow 35 as H",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_history(db):
    store.open_asset("T", AssetKind.CARBON)
    for hour, line in enumerate(CHAINS):
        store.post_one(read_chain(line), when=NOON + timedelta(hours=hour))


@pytest.mark.parametrize(
    ("hours", "balance", "held", "holds"), [(0, 0, 0, 0), (1, 100, 0, 0), (2, 100, 60, 1),
                                            (3, 75, 35, 1), (4, 75, 0, 0)],
)  # fmt: skip
def test_the_book_before_a_moment(hours, balance, held, holds):
    book = replaying.replayed(NOON + timedelta(hours=hours))
    account = book.account(OWNER)
    assert (account.balance, account.held_out, len(book.holds)) == (balance, held, holds)
    assert replaying.faults(book) == []


def test_the_last_book_is_the_one_that_is_kept():
    book = replaying.replayed(NOON + timedelta(days=1))
    for key, balance in reads.balances_of_asset("T").items():
        assert (book.account(key).balance, book.account(key).held_out) == (
            balance.posted,
            balance.held,
        )
    (standing,) = replaying.standings(book)
    assert standing.balances == {
        AccountKind.SUPPLY: -100, AccountKind.PARTY: 100, AccountKind.ESCROW: 0,
    }  # fmt: skip


def test_a_forged_transfer_breaks_the_book():
    chain = models.Chain.objects.get(key="i")
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("update books_transfer set amount = 10 where chain_id = %s", [chain.pk])
    faults = replaying.faults(replaying.replayed(NOON + timedelta(days=1)))
    assert any(fault.startswith("T/party:1/party") for fault in faults)

"""The tables guard themselves; flags, reads, seals and the audit."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from qingshan.apps.base.call import SYSTEM, Actor, Call
from qingshan.apps.base.gathering import Apart
from qingshan.apps.base.prepared import Prepared, answered
from qingshan.apps.books import audit, models, reads, store
from qingshan.apps.books.verbs.seal_day import seal_day
from qingshan.core.kernel.errors import Refused
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post
from qingshan.core.ledger.scenario import read_chain

NOON = datetime.fromisoformat("2024-05-01T12:00:00+08:00")
DAY = date(2024, 5, 1)
PARTY = AccountId("T", "party:1", AccountKind.PARTY)
OTHER = AccountId("T", "party:2", AccountKind.PARTY)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_series_with_a_listing(db):
    store.open_asset("T", AssetKind.CARBON)
    book(
        "issue i: post T/registry/supply > T/party:1/party 100;"
        " post T/registry/supply > T/registry/buffer 20"
    )
    book("list l: hold T/party:1/party > T/party:1/escrow 60 as H until 2024-05-02T12:00:00+08:00")


def book(line: str, when: datetime = NOON):
    return store.post_one(read_chain(line), when=when)


def call(key: str, days: int = 1, actor: Actor = SYSTEM) -> Call:
    return Call(actor, NOON + timedelta(days=days), key)


@pytest.mark.parametrize("table", ["books_chain", "books_transfer", "books_seal"])
@pytest.mark.parametrize("act", ["update {} set {}", "delete from {}", "truncate {} cascade"])
def test_append_only_tables_refuse(table, act):
    column = {
        "books_chain": "code = ''",
        "books_transfer": "amount = 1",
        "books_seal": "chains = 0",
    }
    seal_day(call("s"), day=DAY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table, column[table]))
    assert audit.verify() is None


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("posted_out = 41", "account_never_short"),
        ("posted_in = -1", "account_counters_positive"),
        ("kind = 'retired', posted_out = 1", "sink_gives_nothing"),
        ("closed = true", "closed_account_empty"),
        ("kind = 'purse'", "account_kind_known"),
    ],
)
def test_a_wrong_row_is_stopped_by_the_database(change, constraint):
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update books_account set {change} where name = 'T/party:1/party'")


def test_balances_are_read_at_once():
    assert reads.balance(PARTY) == reads.Balance(posted=100, held=60, available=40)
    assert reads.balance(OTHER) == reads.Balance()
    book(
        "trade d: settle T/party:1/party > T/party:1/escrow 25 as H;"
        " post T/party:1/escrow > T/party:2/party 25"
    )
    assert reads.balance(PARTY) == reads.Balance(posted=75, held=35, available=40)
    assert reads.balances_of("party:2") == {OTHER: reads.Balance(25, 0, 25)}
    assert reads.totals("T") == {
        AccountKind.SUPPLY: -120,
        AccountKind.BUFFER: 20,
        AccountKind.PARTY: 100,
        AccountKind.ESCROW: 0,
    }
    assert sum(balance.posted for balance in reads.balances_of_asset("T").values()) == 0


def test_holds_are_read_until_they_are_spent():
    (held,) = reads.open_holds(asset="T")
    assert (held.key, held.amount, held.left, held.code) == ("H", 60, 60, "list")
    assert reads.open_holds(owner="party:1") == [held]
    assert reads.open_holds(owner="party:2") == []
    assert reads.expired_holds(NOON) == []
    assert reads.expired_holds(NOON + timedelta(days=1)) == [held]
    book("unlist u: release T/party:1/party > T/party:1/escrow 60 as H")
    assert reads.open_holds(asset="T") == []
    spent = reads.hold("H")
    assert spent is not None
    assert spent.left == 0
    assert reads.hold("G") is None


def test_a_history_goes_on_from_a_cursor():
    for number in range(5):
        book(f"transfer t{number}: post T/party:1/party > T/party:2/party {number + 1}")
    store.open_asset("S", AssetKind.CARBON)
    book("issue s: post S/registry/supply > S/party:1/party 1")
    seen: list[reads.Movement] = []
    cursor = reads.START
    while page := reads.history("T", after=cursor, limit=3):
        seen += page
        cursor = page[-1].cursor
    assert [move.key for move in seen] == ["i", "i", "l", "t0", "t1", "t2", "t3", "t4"]
    assert [move.transfer.amount for move in seen][-5:] == [1, 2, 3, 4, 5]
    assert [move.key for move in reads.history_of(OTHER, limit=2)] == ["t0", "t1"]
    assert reads.history_of(OTHER._replace(owner="nobody")) == []


def test_a_chain_is_read_as_it_was_booked():
    chain = Chain("k", "court_purchase", (post(PARTY, OTHER, 5),), {"case": "（2024）黔01执1号"})
    store.post_one(chain, when=NOON)
    found = reads.chain("k")
    assert found is not None
    assert found.chain == chain
    assert found.digest == chain.digest == found.chain.digest
    assert found.when == NOON
    assert reads.chain("j") is None


def test_a_repeat_gets_the_first_answer():
    line = "transfer t: post T/party:1/party > T/party:2/party 5"
    first = book(line)
    again = book(line, NOON + timedelta(hours=3))
    assert (first.first_time, again.first_time) == (True, False)
    assert again.when == first.when == NOON
    assert reads.balance(OTHER).posted == 5


def test_a_refused_chain_leaves_its_key_free(refuses):
    with refuses("E-LG-22"):
        book("transfer t: post T/party:1/party > T/party:2/party 41")
    assert book("transfer t: post T/party:1/party > T/party:2/party 40").first_time


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["transfer g: post T/party:1/party > T/party:2/party 1"], {}),
        (
            [
                "transfer g: post T/party:1/party > T/party:2/party 1",
                "transfer s: post T/party:1/party > T/party:2/party 41",
                "trade h: settle T/party:1/party > T/party:1/escrow 61 as H",
            ],
            {1: "E-LG-22", 2: "E-LG-20"},
        ),
        (["transfer x: post X/party:1/party > X/party:2/party 1"], {0: "E-LG-11"}),
    ],
)
def test_a_message_that_ends_an_act_books_all_or_says_what_kept_it(lines, codes):
    chains = [read_chain(line) for line in lines]
    last = store.Posting(chains, when=NOON).last(places=range(len(lines)))
    before = reads.balance(PARTY)
    if not codes:
        answered(*last.asked)
        assert reads.balance(PARTY).posted == before.posted - 1
        return
    with pytest.raises(Apart) as apart, transaction.atomic(), last.heard():
        answered(*last.asked)
    told = {place: why.refusals[0].code for place, why in apart.value.reasons.items()}
    assert told == codes
    assert all(str(why) for why in apart.value.reasons.values()), "each is said in words"
    assert reads.balance(PARTY) == before


def test_another_error_of_such_a_message_stays_what_it_is():
    last = store.Posting([], when=NOON).last((Prepared("select 1 / $1::int"), [0]))
    with pytest.raises(DataError), transaction.atomic(), last.heard():
        answered(*last.asked)


def test_without_a_transaction_around_it_the_call_is_its_own():
    replies = store.post(
        [read_chain("transfer t: post T/party:1/party > T/party:2/party 40")], when=NOON
    )
    assert replies[0].accepted


def test_an_asset_is_opened_once(refuses):
    store.open_asset("T", AssetKind.CARBON)
    with refuses("E-LG-33"):
        store.open_asset("T", AssetKind.WATER)
    asset = reads.asset("T")
    assert asset is not None
    assert (asset.kind, asset.frozen) == (AssetKind.CARBON, False)
    assert reads.asset("S") is None


def test_freezing_and_thawing(refuses):
    line = "transfer t: post T/party:1/party > T/party:2/party 5"
    for freeze, thaw, what, code in (
        (store.freeze_asset, store.thaw_asset, "T", "E-LG-15"),
        (store.freeze_account, store.thaw_account, PARTY, "E-LG-16"),
    ):
        freeze(what)
        with refuses(code):
            book(line)
        thaw(what)
    assert book(line).accepted
    with refuses("E-LG-11"):
        store.freeze_asset("N")
    with refuses("E-LG-32"):
        store.freeze_account(PARTY._replace(owner="nobody"))


def test_an_account_is_closed_when_empty(refuses):
    with refuses("E-LG-31"):
        store.close_account(PARTY)
    with refuses("E-LG-32"):
        store.close_account(OTHER)
    book("unlist u: release T/party:1/party > T/party:1/escrow 60 as H")
    book("transfer t: post T/party:1/party > T/party:2/party 100")
    store.close_account(PARTY)
    with refuses("E-LG-14"):
        book("transfer v: post T/party:2/party > T/party:1/party 100")


def test_days_are_sealed_in_order_and_chained(refuses):
    with refuses("E-LG-34"):
        seal_day(call("today", days=0), day=DAY)
    with refuses("E-LG-35"):
        seal_day(call("skip", days=2), day=DAY + timedelta(days=1))
    first = seal_day(call("one"), day=DAY)
    assert seal_day(call("one"), day=DAY) == first
    with refuses("E-LG-36"):
        seal_day(call("two"), day=DAY)
    with refuses("E-LG-13"):
        book("transfer t: post T/party:1/party > T/party:2/party 5")
    book("transfer t: post T/party:1/party > T/party:2/party 5", NOON + timedelta(days=1))
    second = seal_day(call("three", days=2), day=DAY + timedelta(days=1))
    assert (first.chains, second.chains) == (2, 1)
    assert (first.previous, second.previous) == ("", first.digest)
    assert [seal.day for seal in reads.seals()] == [second.day, first.day]
    assert audit.verify() is None


def test_a_stranger_does_not_seal(refuses):
    with refuses("E-AU-01"):
        seal_day(call("s", actor=Actor("nobody")), day=DAY)


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("update books_account set posted_in = posted_in + 1 where owner = 'party:1'", "counters"),
        ("update books_account set owner = 'party:9' where name = 'T/party:1/party'", "name"),
        ('update books_hold set "left" = 59', "left of a hold"),
        ("update books_transfer set amount = 101 where amount = 100", "counters"),
        (
            "update books_transfer set act = 'post', hold = '', expires = null where act = 'hold'",
            "counters",
        ),
        ("update books_chain set code = 'trade' where key = 'l'", "chain digest"),
        ("update books_chain set facts = '{\"a\": 1}' where key = 'l'", "chain digest"),
        ("update books_chain set digest = repeat('0', 64) where key = 'l'", "chain digest"),
        ("delete from books_transfer where act = 'hold'", "counters"),
        ("update books_seal set digest = repeat('0', 64)", "day seal"),
        ("delete from books_hold; delete from books_chain where key = 'l'", "left of a hold"),
    ],
)
def test_tampering_behind_the_triggers_is_named(tampering, what):
    seal_day(call("s"), day=DAY)
    assert audit.verify() is None
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(tampering)
        cursor.execute("set session_replication_role = origin")
    found = list(audit.differences())
    assert any(what in difference.what for difference in found), found
    assert audit.verify() == found[0]


def test_a_chain_that_is_added_to_a_sealed_day_is_found():
    seal_day(call("s"), day=DAY)
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("delete from books_seal")
        cursor.execute("set session_replication_role = origin")
    book("transfer t: post T/party:1/party > T/party:2/party 5")
    digests = reads.digests_of_day(DAY)
    assert len(digests) == 3
    models.Seal.objects.create(day=DAY, chains=2, digest="0" * 64, previous="", when=NOON)
    found = audit.verify()
    assert found is not None
    assert (found.what, found.place) == ("day seal", "2024-05-01")


def test_refusals_can_be_raised_from_a_batch():
    replies = store.post(
        [
            read_chain("transfer a: post T/party:1/party > T/party:2/party 30"),
            read_chain("transfer b: post T/party:1/party > T/party:2/party 30"),
            read_chain("transfer c: post T/party:1/party > T/party:2/party 10"),
        ],
        when=NOON,
    )
    assert [reply.accepted for reply in replies] == [True, False, True]
    with pytest.raises(Refused):
        raise Refused(*replies[1].refusals)

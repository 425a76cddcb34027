"""The log covers every row, proves each to strangers, and any change by SQL is found and named."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import connection, transaction

from qingshan.apps.base.call import SYSTEM, Actor, Call
from qingshan.apps.base.models import Event
from qingshan.apps.books import store
from qingshan.apps.books.models import Chain as KeptChain
from qingshan.apps.books.verbs.seal_day import seal_day
from qingshan.apps.log import audit, reads
from qingshan.apps.log.appending import append_new
from qingshan.apps.log.keeping import keep_log, sign_log
from qingshan.apps.log.models import LogEntry, LogTile, TreeHead
from qingshan.apps.log.verbs.sign_tree_head import sign_tree_head
from qingshan.core.ledger.model import AccountId, AccountKind, Act, AssetKind, Chain, Transfer
from qingshan.core.proof.log import check_consistency, check_proof, open_head
from qingshan.core.proof.tiles import WIDTH

NOON = datetime.fromisoformat("2026-04-16T12:00:00+08:00")
ASSET = "ticket:GZ-1"
SUPPLY = AccountId(ASSET, "registry", AccountKind.SUPPLY)
OWNER = AccountId(ASSET, "party:1", AccountKind.PARTY)

pytestmark = pytest.mark.django_db(transaction=True)


def issue(count: int, *, first: int = 0, day: int = 16) -> None:
    store.open_asset(ASSET, AssetKind.CARBON)
    numbers = range(first, first + count)
    moves = [(f"issue:{n}", Transfer(Act.POST, SUPPLY, OWNER, 10_000)) for n in numbers]
    with transaction.atomic():
        chains = [Chain(key, "issue", (move,)) for key, move in moves]
        replies = store.post(chains, when=NOON.replace(day=day))
    assert all(reply.accepted for reply in replies)


def seal(day: int) -> None:
    moment = NOON.replace(day=day + 1)
    seal_day(Call(SYSTEM, moment, f"seal/{day}"), day=NOON.replace(day=day).date())


@pytest.fixture
def kept_log():
    """Two heads over 300 chains and the event of a sealed day."""
    issue(300)
    seal(16)
    sign_log(NOON.replace(day=17))
    issue(5, first=300, day=18)
    sign_log(NOON.replace(day=19))


def tamper(sql: str, *values: object) -> None:
    """What someone with all rights on the database can do, triggers or not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount >= 1


def found() -> list[tuple[str, str]]:
    return [(breach.place, breach.what.en) for breach in audit.breaches()]


def test_every_row_is_logged_once_and_the_log_only_grows():
    issue(3)
    assert append_new() == 3
    assert append_new() == 0
    seal(16)
    assert append_new() == 1
    assert [line.entry.kind for line in reads.lines(0, 9)] == ["chain"] * 3 + ["event"]
    assert reads.size() == 4


def test_a_row_of_a_transaction_that_still_runs_waits():
    issue(2)
    with transaction.atomic():
        store.post_one(
            Chain("issue:late", "issue", (Transfer(Act.POST, SUPPLY, OWNER, 1),)), when=NOON
        )
        assert append_new() == 2
    assert append_new() == 1


def test_an_intact_log_has_no_breach(kept_log):
    counted = []
    assert list(audit.breaches(counted.append)) == []
    assert sum(counted) == LogEntry.objects.count() == 307
    assert LogTile.objects.count() == 2


def test_a_stranger_checks_an_entry_and_the_growth_offline(kept_log):
    keys = reads.log_keys()
    first, second = sorted(head.size for head in reads.heads())
    line = reads.line_of("chain", KeptChain.objects.get(key="issue:299").pk)
    shown = check_proof(reads.proof(line.number), keys)
    assert shown.entry == line.entry
    assert json.loads(shown.content)[:4:3] == ["chain", "issue"]
    older, newer = check_consistency(reads.growth(first, second), keys)
    assert (older.size, newer.size) == (first, second)


def test_proofs_under_a_head_read_its_edge_once(kept_log, django_assert_max_num_queries):
    first = reads.proof(7)
    with django_assert_max_num_queries(4):
        assert reads.proof(7) == first
    assert check_proof(reads.proof(303), reads.log_keys()).index == 303
    issue(300, first=305, day=20)
    sign_log(NOON.replace(day=21))
    grown = check_proof(reads.proof(303), reads.log_keys())
    assert (grown.index, grown.head.size) == (303, reads.size())


def test_an_event_is_proved_without_showing_its_row(kept_log):
    event = Event.objects.get(name="day.sealed")
    shown = check_proof(reads.proof(reads.line_of("event", event.pk).number), reads.log_keys())
    assert (shown.entry.name, shown.content) == ("day.sealed", None)


def test_the_head_is_an_event_of_the_next_head(kept_log):
    older = TreeHead.objects.order_by("size").first()
    event = Event.objects.filter(name="log.signed").order_by("pk").first()
    assert event.facts["sha256"] == older.sha256
    line = reads.line_of("event", event.pk)
    assert older.size <= line.number < TreeHead.objects.order_by("-size").first().size


def test_nothing_new_is_not_signed_again(refuses):
    call = Call(Actor("registrar", frozenset({"registrar"})), NOON, "head")
    with refuses("E-LO-05"):
        sign_tree_head(call)
    assert sign_log(NOON) is None
    issue(1)
    assert keep_log(NOON) == 2
    assert [line.entry.name for line in reads.lines(0, 9)] == ["issue", "rows.noted"]
    head = TreeHead.objects.get()
    assert open_head(head.text, reads.log_keys()).size == head.size == 2


def test_what_cannot_be_proved_is_said(refuses, kept_log):
    sizes = sorted(head.size for head in reads.heads())
    issue(1, first=400, day=18)
    append_new()
    with refuses("E-LO-01"):
        reads.proof(10_000)
    with refuses("E-LO-03"):
        reads.proof(reads.size() - 1)
    with refuses("E-LO-02"):
        reads.growth(sizes[0], 7)
    with refuses("E-LO-04"):
        reads.growth(sizes[1], sizes[0])


def test_a_changed_row_is_found_and_named(kept_log):
    event = Event.objects.get(name="day.sealed")
    tamper("update base_event set facts = '{}' where id = %s", event.pk)
    assert found() == [(f"event {event.pk} (day.sealed)", "the row was changed")]


def test_a_changed_chain_is_found_even_with_a_fitting_digest(kept_log):
    chain = KeptChain.objects.get(key="issue:7")
    tamper("update books_chain set digest = %s where id = %s", "0" * 64, chain.pk)
    assert (f"chain {chain.pk} (issue)", "the row was changed") in found()


def test_a_removed_row_is_found_and_named(kept_log):
    chain = KeptChain.objects.get(key="issue:7")
    tamper("delete from books_chain where id = %s", chain.pk)
    assert found() == [(f"chain {chain.pk} (issue)", "the row was removed")]


def test_a_row_put_in_the_place_of_another_is_found_and_named(kept_log):
    last = KeptChain.objects.get(key="issue:304").pk
    tamper("update books_chain set id = id + 500 where id = %s", last)
    tamper("update books_chain set id = %s where key = 'issue:0'", last)
    assert (f"chain {last} (issue)", "the row was changed") in found()


def test_a_row_in_a_gap_of_numbers_is_found(kept_log):
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('books_chain', 'id'))")
        gap = cursor.fetchone()[0]
    issue(1, first=500, day=18)
    append_new()
    tamper(
        'insert into books_chain (id, key, code, digest, facts, "when") '
        "values (%s, 'forged', 'issue', '', '{}', now())",
        gap,
    )
    assert found() == [(f"chain {gap} (issue)", "the row was pushed in and is not in the log")]


def test_an_entry_changed_together_with_its_row_breaks_the_signed_root(kept_log):
    kept = LogEntry.objects.get(index=3)
    tamper("update log_logentry set name = 'retire' where index = 3")
    sizes = [head.size for head in TreeHead.objects.order_by("size")]
    breaches = found()
    assert kept.name == "issue"
    assert ("tile sha256/0/0", "the tile does not follow from its entries") in breaches
    assert {place for place, _ in breaches} >= {f"head {size}" for size in sizes}


def test_a_tile_that_was_changed_is_found(kept_log):
    tamper("update log_logtile set hashes = %s where hasher = 'sm3'", b"\0" * 32 * WIDTH)
    assert found() == [("tile sm3/0/0", "the tile does not follow from its entries")]


def test_a_missing_entry_ends_the_audit(kept_log):
    tamper("delete from log_logentry where index = 5")
    assert found() == [("log 0", "an entry of the log is missing")]


def test_a_cut_log_is_shorter_than_its_head(kept_log):
    newest = TreeHead.objects.order_by("-size").first()
    tamper("delete from log_logentry where index >= %s", newest.size - 1)
    assert (f"head {newest.size}", "the head covers more entries than the log has") in found()


def test_a_head_that_nobody_signed_is_found(kept_log):
    newest = TreeHead.objects.order_by("-size").first()
    tamper("update log_treehead set sm3 = %s where id = %s", "0" * 64, newest.pk)
    assert {what for _, what in found()} == {
        "the signature or statement of the head is wrong",
        "the signed root does not fit: the history was rewritten",
    }
    tamper("update log_treehead set text = 'x' where id = %s", newest.pk)
    assert (f"head {newest.size}", "the signature or statement of the head is wrong") in found()


def test_the_log_tables_refuse_change():
    issue(1)
    keep_log(NOON)
    for model in (LogEntry, TreeHead):
        with pytest.raises(Exception, match=r"Cannot (update|delete)"):
            model.objects.all().delete()


def test_two_writers_append_each_row_once(elsewhere):
    issue(40)
    both = [elsewhere(append_new) for _ in range(2)]
    assert sum(writer.result() for writer in both) == 40
    assert LogEntry.objects.count() == 40
    assert found() == []

"""An act's locks end before the disk has it, and nobody is told of it before (``durable``)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from qingshan.apps.base import durable
from qingshan.apps.base.models import Counter
from qingshan.apps.parties.models import Membership, Party
from qingshan.apps.parties.verbs.register_party import register_party

pytestmark = pytest.mark.django_db(transaction=True)


def asked(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_event_commit_and_disk_are_one_message_and_the_last(open_office, statements_sent):
    register_party(open_office.call("registrar"), kind="farm", name="甲林场")
    with statements_sent() as told:
        register_party(open_office.call("registrar"), kind="farm", name="乙林场")
    # Named statements: what stands behind the event is the commit and the wait, and no other end.
    assert len(told) <= 6, told
    assert connection.get_autocommit()
    assert asked("select count(*) from parties_party where name = '乙林场'") == 1


def test_the_disk_has_an_act_when_it_is_told(open_office):
    before = asked("select pg_current_wal_insert_lsn()::text")
    register_party(open_office.call("registrar"), kind="farm", name="甲林场")
    assert asked(f"select pg_current_wal_flush_lsn() > '{before}'")


def test_waiting_brings_to_the_disk_what_was_committed_before():
    """Without it the disk is behind; now and then the server is quicker than the question."""

    def lagged(number: int) -> bool:
        with transaction.atomic():
            Counter.objects.create(series="ZZ", year=number)
            connection.cursor().execute("set local synchronous_commit = off")
        end = asked("select pg_current_wal_insert_lsn()::text")
        is_behind = asked(f"select pg_current_wal_flush_lsn() < '{end}'")
        durable.written()
        assert asked(f"select pg_current_wal_flush_lsn() >= '{end}'")
        return bool(is_behind)

    found = [lagged(number) for number in range(20)]
    assert any(found)


def test_the_session_waits_again_in_the_next_transaction(open_office):
    register_party(open_office.call("registrar"), kind="farm", name="甲林场")
    assert asked("show synchronous_commit") == "on"


def test_what_the_last_statement_may_not_enter_is_taken_back_whole():
    Counter.objects.create(series="ZZ", year=1999, last=1)

    def both() -> None:
        Counter.objects.create(series="ZY", year=1999)
        durable.entered_last(Counter(series="ZZ", year=1999, last=2))

    with pytest.raises(IntegrityError):
        transaction.atomic(both)()
    assert not Counter.objects.filter(series="ZY").exists()
    assert Counter.objects.get(series="ZZ").last == 1


def test_what_the_commit_refuses_is_taken_back_whole():
    def nobodys() -> None:
        Membership.objects.create(user_id=987_654_321, party_id=987_654_321, role="trader")
        durable.entered_last(Counter(series="ZX", year=1999))

    with pytest.raises(IntegrityError):
        transaction.atomic(nobodys)()
    assert not Counter.objects.filter(series="ZX").exists()
    assert connection.is_usable()


def test_an_act_within_another_transaction_ends_with_it(open_office):
    def broken() -> None:
        register_party(open_office.call("registrar"), kind="farm", name="甲林场")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(broken)()
    assert not Party.objects.filter(name="甲林场").exists()

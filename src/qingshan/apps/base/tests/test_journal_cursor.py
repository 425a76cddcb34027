"""Numbers are given before commit: a reader waits for an act that still runs."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import transaction

from qingshan.apps.base import journal
from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.verbs.register_party import register_party

pytestmark = pytest.mark.django_db(transaction=True)


def shown_after(start: int, count: int) -> list[Event]:
    """What the reader shows once it shows so many.

    Transactions of other databases on the same server hold it back too.
    """
    end = time.monotonic() + 120
    while len(events := journal.after(start)) < count and time.monotonic() < end:
        time.sleep(0.05)
    return events


def test_an_event_committed_late_is_not_skipped(open_office, elsewhere):
    start = Event.objects.latest("pk").pk
    written, may_commit = threading.Event(), threading.Event()

    def slowly() -> Party:
        with transaction.atomic():
            party = register_party(open_office.call("registrar", "slow"), kind="farm", name="慢")
            written.set()
            assert may_commit.wait(20)
            return party

    slow = elsewhere(slowly)
    try:
        assert written.wait(20)
        register_party(open_office.call("registrar", "quick"), kind="farm", name="快")
        quick = Event.objects.get(key="quick")
        # The quick one is committed with the higher number, and is not shown yet.
        assert not Event.objects.filter(key="slow").exists()
        assert journal.after(start) == []
    finally:
        may_commit.set()
    slow.result()
    shown = shown_after(start, 2)
    assert [event.key for event in shown] == ["slow", "quick"]
    assert shown[0].pk < quick.pk == shown[1].pk


def test_reading_on_in_pieces_shows_each_event_once(open_office):
    start = Event.objects.latest("pk").pk
    for number in range(5):
        register_party(open_office.call("registrar", f"n{number}"), kind="farm", name="林场")
    shown_after(start, 5)
    seen, cursor = [], start
    while events := journal.after(cursor, limit=2):
        assert len(events) <= 2
        seen += [event.key for event in events]
        cursor = events[-1].pk
    assert seen == [f"n{number}" for number in range(5)]


def test_a_transaction_of_a_rolled_back_act_is_not_waited_for(open_office):
    start = Event.objects.latest("pk").pk

    @transaction.atomic
    def lose() -> None:
        register_party(open_office.call("registrar", "lost"), kind="farm", name="甲")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lose()
    register_party(open_office.call("registrar", "kept"), kind="farm", name="乙")
    assert [event.key for event in shown_after(start, 1)] == ["kept"]

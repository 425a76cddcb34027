"""The journal is read once, in order, by one process at a time, and nothing is told twice."""

from __future__ import annotations

import pytest

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.letters.jobs import follow
from qingshan.apps.letters.models import JournalReader, Letter, Notification
from qingshan.apps.letters.reading import read_on, skip_to


@pytest.mark.django_db(transaction=True)
def test_the_whole_journal_is_read_once_even_by_two(open_office, elsewhere) -> None:
    ticket = open_office.issued()
    last, count = Event.objects.latest("pk").pk, Event.objects.count()
    first, second = elsewhere(follow, now()), elsewhere(follow, now())
    assert first.result(120) + second.result(120) >= count
    told = list(Notification.objects.values_list("event", "user"))
    assert told
    assert len(told) == len(set(told))
    issue = Letter.objects.get(kind="issue")
    assert issue.about == ticket.number
    assert Event.objects.filter(name="letter.drawn_up", subject_id=issue.pk).count() == 1
    follow(now())
    assert Letter.objects.count() == len(set(Letter.objects.values_list("event", "kind")))
    assert list(Notification.objects.values_list("event", "user")) == told

    # A handler that fails leaves the reader where it was.
    seen: list[int] = []

    def fails(event: Event) -> None:
        seen.append(event.pk)
        if len(seen) == 3:
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        read_on("trial", fails, portion=10)
    assert JournalReader.objects.get(name="trial").position == 0
    again: list[int] = []
    read_on("trial", lambda event: again.append(event.pk), portion=7)
    assert again[:3] == seen
    assert again == sorted(again)
    assert read_on("trial", again.append) == 0
    skip_to("late", last)
    late: list[int] = []
    read_on("late", lambda event: late.append(event.pk))
    assert all(key > last for key in late)
    with pytest.raises(AssertionError):
        skip_to("late", 1)

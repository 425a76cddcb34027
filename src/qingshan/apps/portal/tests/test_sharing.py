"""A report is shared for some days behind a secret link, and then its contents are gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from qingshan.apps.base.call import SYSTEM, Actor, Call
from qingshan.apps.base.gate import limit
from qingshan.apps.base.models import Event
from qingshan.apps.portal.models import SharedReport
from qingshan.apps.portal.reads import due_reports, secret_digest, shared_report
from qingshan.apps.portal.verbs.expire_report import expire_report
from qingshan.apps.portal.verbs.share_report import share_report
from qingshan.apps.portal.verbs.withdraw_report import withdraw_report

pytestmark = pytest.mark.django_db
WHEN = datetime.fromisoformat("2026-07-17T10:00:00+08:00")
VISITOR = Actor("visitor", frozenset({"visitor"}))


def call(key: str, when: datetime = WHEN, actor: Actor = VISITOR) -> Call:
    return Call(actor, when, key)


@pytest.fixture
def report() -> SharedReport:
    return share_report(
        call("share"),
        contents="某村集体林地 P-7K3M-92",
        token_digest=secret_digest("token"),
        key_digest=secret_digest("key"),
    )


def days() -> timedelta:
    return timedelta(days=limit("share", "term_days", "d", WHEN.date()))


def test_a_link_opens_the_report_until_its_last_moment(report, refuses) -> None:
    assert shared_report("token", WHEN).contents.endswith("P-7K3M-92")
    assert shared_report("token", WHEN + days() - timedelta(seconds=1)) == report
    for token, when in (("token", WHEN + days()), ("other", WHEN)):
        with refuses("E-PO-09"):
            shared_report(token, when)


def test_the_journal_and_the_row_learn_no_secret(report) -> None:
    event = Event.objects.get(name="report.shared")
    assert "某村集体林地" not in str(event.facts)
    assert event.facts["days"] == days().days
    assert "token" not in {report.token_digest, report.key_digest}


def test_what_is_over_is_erased(report, refuses) -> None:
    assert due_reports(WHEN) == []
    late = WHEN + days()
    assert due_reports(late) == [report.pk]
    expire_report(call("late", late, SYSTEM), report=report.pk)
    report.refresh_from_db()
    assert (report.state, report.contents) == ("expired", "")
    assert due_reports(late) == []
    with refuses("E-PO-09"):
        shared_report("token", WHEN)


def test_only_its_maker_withdraws(report, refuses) -> None:
    with refuses("E-PO-09"):
        withdraw_report(call("w1"), report=report.pk, key="guess")
    withdraw_report(call("w2"), report=report.pk, key="key")
    report.refresh_from_db()
    assert (report.state, report.contents) == ("withdrawn", "")
    with refuses("E-PO-09"):
        shared_report("token", WHEN)
    with refuses("E-MC-01"):
        withdraw_report(call("w3"), report=report.pk, key="key")

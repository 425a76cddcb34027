"""Each night rows are held against their digests in the log; a row of another session is noted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from qingshan.apps.agreement.jobs import look
from qingshan.apps.log.keeping import keep_log
from qingshan.apps.parties.models import Party

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_night_names_a_row_that_was_changed_by_hand(open_office: Any) -> None:
    now = open_office.now
    keep_log(now)
    assert look(now).agrees
    party = open_office.party("farm")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("update parties_party set name = %s where id = %s", ["别处林场", party])
    told = look(now + timedelta(hours=1))
    assert told.mismatches
    assert {(each["figure"], each["place"]) for each in told.mismatches} == {
        ("row", f"{Party._meta.label} {party}")
    }
    night = reverse("agreement", args=[told.day.isoformat()])
    for prefix, words in (("", "改动"), ("/en", "the row was changed")):
        page = Client().get(prefix + night).content.decode()
        assert words in page
        assert "别处林场" not in page

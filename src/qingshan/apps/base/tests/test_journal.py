"""The journal takes new lines and nothing else; a cursor never skips one."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from qingshan.apps.base import journal
from qingshan.apps.base.models import Event
from qingshan.apps.parties.verbs.register_party import register_party

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "update base_event set note = 'changed' where id = (select max(id) from base_event)",
        "update base_event set note = note where id = (select max(id) from base_event)",
        "delete from base_event where id = (select max(id) from base_event)",
        "delete from base_event",
        "truncate base_event",
    ],
)
def test_plain_sql_changes_nothing(office, statement):
    register_party(office.call("registrar"), kind="farm", name="甲林场")
    before = list(Event.objects.order_by("pk").values())
    with (
        pytest.raises(DatabaseError, match=r"append-only|Cannot (update|delete)"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)
    assert list(Event.objects.order_by("pk").values()) == before


def test_the_models_own_ways_change_nothing(office):
    register_party(office.call("registrar"), kind="farm", name="甲林场")
    event = Event.objects.latest("pk")
    event.note = "changed"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()
    assert Event.objects.get(pk=event.pk).note == ""


APPEND_ONLY = (
    "base_event", "books_chain", "books_transfer", "books_seal", "projects_run", "projects_report",
    "projects_verification", "registry_signature", "registry_ticket", "registry_cut",
    "registry_retirement",
)  # fmt: skip


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_tables_that_others_rely_on_are_never_emptied(db, table):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"truncate {table} cascade")


def test_the_events_of_a_thing_in_order(office):
    survey = office.accepted()
    assert [event.name for event in journal.of_subject(survey)] == [
        "survey.received",
        "survey.accepted",
    ]

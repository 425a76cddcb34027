"""Rows of the register are noted in the journal: one changed by SQL is found, and named."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, models, transaction

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.log.keeping import keep_log
from qingshan.apps.log.noting import ROWS_NOTED, noted_tables
from qingshan.apps.log.standing import COLUMN_GONE, WITHOUT_ACT, changed_rows
from qingshan.apps.log.verbs.note_rows import note_rows
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.registry.models import Retirement, Ticket, TicketState
from qingshan.apps.registry.verbs.lift_suspension import lift_suspension
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.config.cli import main
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = {"reason": "抽查", "document": "登记通知"}


@pytest.fixture
def ticket(open_office) -> Ticket:
    """A ticket of which seven tonnes are gone, and that stood still for a while; all is noted."""
    issued = open_office.issued()
    retire_units(
        open_office.call("farm"), ticket=issued.pk, party=open_office.party("farm"),
        purpose="public_good", quantity=carbon("7"), beneficiary=named(SELF),
    )  # fmt: skip
    suspend_ticket(open_office.call("registrar"), ticket=issued.pk, **NOTE)
    lift_suspension(open_office.call("registrar"), ticket=issued.pk, **NOTE)
    keep_log(open_office.now)
    keep_log(open_office.now + timedelta(minutes=1))
    return issued


def tamper(sql: str, *values: object) -> None:
    """What someone with all rights on the database can do, triggers or not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount >= 1


def found() -> dict[str, str]:
    return {breach.place: breach.what.en for breach in changed_rows()}


def other(field: models.Field, column: str) -> str:
    """SQL that gives a column another value of its kind."""
    kinds = {
        "CharField": f'left(md5("{column}"), {getattr(field, "max_length", None) or 9})',
        "TextField": f"\"{column}\" || '.'",
        "DateField": f'"{column}" + 1',
        "DateTimeField": f"\"{column}\" + interval '1 second'",
        "BooleanField": f'not "{column}"',
        "JSONField": "'{\"other\": 1}'::jsonb",
        "BinaryField": "'\\x00'::bytea",
        "BigIntegerRangeField": f'int8range(lower("{column}") + 1, upper("{column}") + 1)',
    }
    return kinds.get(field.get_internal_type(), f'"{column}" + 100')


def test_a_row_of_any_table_is_found_whatever_column_was_changed(ticket):
    """Every column of every table that is noted, one after the other, in one row of each."""
    assert found() == {}
    tried = 0
    for table in noted_tables():
        name, first = table.model._meta.db_table, table.model._base_manager.order_by("pk").first()
        if first is None:
            continue
        fields = {field.column: field for field in table.model._meta.local_concrete_fields}
        for column in table.columns:
            field = fields[column]
            if column == "id" or field.generated or getattr(first, field.attname) is None:
                continue
            sql = f'update "{name}" set "{column}" = {other(field, column)} where id = %s'
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("set local session_replication_role = replica")
                    cursor.execute(f'alter table "{name}" disable trigger all')
                    for check in table.model._meta.constraints:
                        drop = f'drop constraint if exists "{check.name}"'
                        cursor.execute(f'alter table "{name}" {drop}')
                    cursor.execute(sql, [first.pk])
                told = [breach.place for breach in changed_rows(table.model)]
                assert any(
                    f"{place} ".startswith(f"{table.label} {first.pk} ") for place in told
                ), f"{table.label}.{column}"
                transaction.set_rollback(True)
            tried += 1
    assert tried > 200


def test_a_holder_a_quantity_and_a_number_are_named_with_their_row(ticket, capsys):
    gone = Retirement.objects.get()
    tamper("update registry_ticket set party_id = party_id + 1, quantity = quantity + 1")
    tamper("update registry_retirement set purpose = 'event' || purpose")
    with pytest.raises(SystemExit) as left:
        main(["ledger", "verify", "--json"])
    told = json.loads(capsys.readouterr().out)
    places = {each["place"]: each["en"] for each in told["findings"]}
    assert (left.value.code, told["sound"]) == (1, False)
    assert places[f"registry.Ticket {ticket.pk} ({ticket.number})"] == "the row was changed"
    assert places[f"registry.Retirement {gone.pk} ({gone.number})"] == "the row was changed"


def test_a_period_may_change_by_acts_alone(ticket):
    claim = MonitoringPeriod.objects.get()
    tamper('update projects_monitoringperiod set "end" = "end" + 365')
    assert found() == {f"projects.MonitoringPeriod {claim.pk}": WITHOUT_ACT.en}


def test_an_act_after_the_note_is_no_breach_and_is_noted_next(open_office):
    report = open_office.signed()
    keep_log(open_office.now)
    open_office.issued(report)
    assert MonitoringPeriod.objects.get().state == "issued"
    assert found() == {}
    keep_log(open_office.now + timedelta(minutes=1))
    assert found() == {}
    tamper("update projects_monitoringperiod set state = 'verified'")
    assert list(found().values()) == [WITHOUT_ACT.en]


def test_rows_that_are_gone_or_pushed_in_are_named(ticket):
    first, _ = TicketState.objects.order_by("pk")
    tamper("delete from registry_ticketstate where id = %s", first.pk)
    tamper(
        'insert into registry_ticketstate (id, ticket_id, state, reason, document, "when")'
        ' select 0, ticket_id, state, reason, document, "when" from registry_ticketstate'
    )
    assert found() == {
        f"registry.TicketState {first.pk}": "the row was removed",
        "registry.TicketState 0": "the row was pushed in and is not in the log",
    }


def test_a_column_that_was_noted_and_is_gone_is_not_passed_over(ticket):
    with transaction.atomic():
        tamper(
            """update base_event set facts = replace(facts::text, '"check_code"', '"gone"')::jsonb
                where name = %s""",
            ROWS_NOTED,
        )
        assert COLUMN_GONE.en in found().values()
        transaction.set_rollback(True)


def test_nothing_new_makes_no_note(ticket, open_office, refuses):
    call = Call(SYSTEM, open_office.now, "again")
    with refuses("E-LO-07"):
        note_rows(call)
    suspend_ticket(open_office.call("registrar"), ticket=ticket.pk, **NOTE)
    first = note_rows(call)
    assert note_rows(call) == first

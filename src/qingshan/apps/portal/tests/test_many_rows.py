"""320,000 tickets: no list of the register counts pages off or reads a big table to its end.

Seconds would tell of the machine; the plans of PostgreSQL tell of the queries. Rows are entered by
sets, with the columns that the verbs write, and every statement of a page is explained. A project
has sixteen periods, each period its ticket, and every other ticket a retirement.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import County
from qingshan.apps.portal import finding
from qingshan.apps.portal.views import registers, verify
from qingshan.apps.registry import life_rows, prints, verifying
from qingshan.apps.registry.models import Ticket

pytestmark = pytest.mark.django_db
COUNT = 320_000
COUNTIES = 88
TICKET_MOST = 12
"""Statements of a ticket's page, whatever became of the ticket."""

VERIFIED_MOST = 8
"""Statements of the page that verifies a valid ticket."""

LISTED_MOST = 8
"""Statements of a page of the register."""

BUILT_MOST = 2
"""Statements among them that are put together anew: which keys stand on the page, how many."""

BIG = {
    "projects_project",
    "projects_monitoringperiod",
    "registry_ticket",
    "registry_retirement",
    "registry_cut",
}
FIRST = 1_000_000
PERIODS = 16
ENTER = (
    """
    insert into projects_project (id, name, party_id, county_code, place, tenure_number)
    select n, '第' || n || '号' || (array['常口', '剑河', '锦屏', '天柱'])[1 + n %% 4] || '林场',
           %(party)s, (520101 + n %% %(counties)s)::text, '', ''
      from generate_series(%(first)s, %(first)s + %(count)s / %(periods)s - 1) n
    """,
    """
    insert into projects_monitoringperiod
           (id, project_id, survey_id, land_claim_id, method, options, start, "end", state)
    select n, %(first)s + (n - %(first)s) / %(periods)s, %(survey)s, n, 'gz_ticket_v1', '{}',
           '2019-01-01', '2024-01-01', 'issued'
      from generate_series(%(first)s, %(last)s) n
    """,
    """
    insert into registry_ticket
           (id, number, monitoring_id, report_id, party_id, quantity, remainder, buffer, block,
            area_m2, issued, check_code, face_id)
    select n, 'GZ-2025-' || lpad(n::text, 9, '0') || '-0', n, n, %(party)s, 10000, 0, 0,
           int8range(n::bigint * 10000, n::bigint * 10000 + 10000), 10000,
           '2020-01-01'::timestamptz + n * interval '1 minute', 'XXXX', %(face)s
      from generate_series(%(first)s, %(last)s) n
    """,
    """
    insert into registry_cut (id, ticket_id, span, code, chain)
    select n, n, int8range(n::bigint * 10000, n::bigint * 10000 + 10), 'retire',
           'retire:many-' || n
      from generate_series(%(first)s, %(last)s) n where n %% 2 = 0
    """,
    """
    insert into registry_retirement
           (id, number, ticket_id, party_id, cut_id, quantity, purpose, beneficiary, statement,
            case_number, "when", check_code, certificate_id)
    select n, 'ZX-2025-' || lpad(n::text, 9, '0') || '-0', n, %(party)s, n, 10,
           case when n %% 50000 = 0 then 'judicial' else 'public_good' end, '某单位', '', '',
           '2020-01-01'::timestamptz + n * interval '1 minute', 'XXXX', %(face)s
      from generate_series(%(first)s, %(last)s) n where n %% 2 = 0
    """,
)
"""Keys lead to rows that are not there: what a page of the register reads is."""

APART = {"registry_ticket": "blocks_apart", "registry_cut": "cuts_apart"}
"""Constraints that take minutes to hold so many blocks apart, and by which no page reads."""

ANALYSE = "analyze " + ", ".join(sorted(BIG))


@pytest.fixture(scope="module")
def many(office: Any) -> int:
    """The key of a row in the middle; nothing of it stays."""

    ticket = office.issued()
    County.objects.bulk_create(
        County(
            code=f"{520101 + n}",
            name=f"第{n}县",
            prefecture="",
            shape=b"",
            bounds=Box(106.0, 26.0, 106.1, 26.1),
        )
        for n in range(COUNTIES)
    )
    told = {
        "party": ticket.party_id,
        "survey": ticket.monitoring.survey_id,
        "face": ticket.face_id,
        "counties": COUNTIES,
        "count": COUNT,
        "periods": PERIODS,
        "first": FIRST,
        "last": FIRST + COUNT - 1,
    }
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table, constraint in APART.items():
            cursor.execute(f"alter table {table} drop constraint {constraint}")
        cursor.execute("set local session_replication_role = replica")
        for statement in ENTER:
            cursor.execute(statement, told)
        cursor.execute("set local session_replication_role = origin")
        cursor.execute(ANALYSE)
        cursor.execute("select gin_clean_pending_list('project_letters_of_name')")
    return FIRST + COUNT // 2


def scanned(plan: dict[str, Any]) -> list[str]:
    """The tables that a plan reads from end to end."""
    found = [plan["Relation Name"]] if plan["Node Type"].endswith("Seq Scan") else []
    for below in plan.get("Plans", []):
        found += scanned(below)
    return found


def faults(sql: str) -> list[str]:
    """What is wrong with a statement, by its text and by its plan."""
    wrong = ["OFFSET"] if re.search(r"\bOFFSET\b", sql) else []
    with connection.cursor() as cursor:
        how = "generic_plan, format json" if "$1" in sql else "format json"
        cursor.execute(f"explain ({how}) {sql.replace('%', '%%')}", [])
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return wrong + [f"seq scan of {table}" for table in scanned(plan) if table in BIG]


def asked_of(told: CaptureQueriesContext) -> list[str]:
    """What was selected."""
    return [each["sql"] for each in told.captured_queries if each["sql"].startswith("SELECT")]


def wrong_among(statements: list[str]) -> dict[str, list[str]]:
    """Statements with what is wrong with them."""
    return {sql: found for sql in statements if (found := faults(sql))}


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("register", {}),
        ("register", {"county": "520150"}),
        ("register", {"method": "gz_ticket_v1"}),
        ("register", {"year": "2022"}),
        ("register", {"state": "valid"}),
        ("register", {"state": "pledged"}),
        ("register", {"state": "retired"}),
        ("register", {"state": "suspended"}),
        ("register", {"q": "GZ-2025-00101"}),
        ("register", {"q": "号锦屏林"}),
        ("register", {"q": "第1010001号"}),
        ("retirements", {}),
        ("retirements", {"purpose": "judicial"}),
        ("retirements", {"year": "2022", "county": "520150"}),
        ("retirements", {"q": "GZ-2025-0010123"}),
        ("retirements", {"q": "ZX-2025-00101"}),
        ("projects", {}),
        ("projects", {"county": "520150", "stage": "issued"}),
        ("projects", {"stage": "open"}),
        ("projects", {"q": "第1010001号"}),
        ("public_cases", {}),
        ("public_cases", {"stage": "open"}),
        ("public_cases", {"county": "520150"}),
        ("public_cases", {"q": "第1010001号"}),
        ("corrections", {"county": "520150"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("turn", ["", "before", "after"])
def test_a_page_reads_by_keys(many: int, name: str, asked: dict[str, str], turn: str) -> None:
    asked = {**asked, turn: str(many)} if turn else asked
    with CaptureQueriesContext(connection) as told:
        answer = Client().get(reverse(name), asked)
    assert answer.status_code == 200
    statements = asked_of(told)
    assert any(table in sql for sql in statements for table in BIG)
    assert wrong_among(statements) == {}


def test_a_beginning_that_too_many_tickets_share_is_refused(many: int) -> None:
    told = Client().get(reverse("retirements"), {"q": "GZ-2025-00101"})
    assert told.status_code == 422
    assert "再多写几位" in told.content.decode()


def test_the_page_of_a_ticket_reads_few_rows_by_keys(many: int, statements_sent: Any) -> None:
    number = Ticket.objects.earliest("pk").number
    with statements_sent() as sent, CaptureQueriesContext(connection) as told:
        answer = Client().get(reverse("ticket", args=[number]))
    assert answer.status_code == 200
    assert len(sent) <= TICKET_MOST, "\n".join(sent)
    assert asked_of(told) == [], "each is fixed, and looked at below"


def test_the_page_that_verifies_reads_few_rows_by_keys(many: int, statements_sent: Any) -> None:
    number = Ticket.objects.earliest("pk").number
    with statements_sent() as sent, CaptureQueriesContext(connection) as told:
        answer = Client().get(reverse("verify"), {"number": number})
    assert answer.status_code == 200
    assert len(sent) <= VERIFIED_MOST, "\n".join(sent)
    assert asked_of(told) == [], "each is fixed, and looked at below"


@pytest.mark.parametrize("asked", [{}, {"state": "valid"}, {"q": "号锦屏林"}], ids=str)
def test_a_page_of_the_register_sends_few_statements(
    many: int, asked: dict[str, str], statements_sent: Any
) -> None:
    with statements_sent() as sent, CaptureQueriesContext(connection) as told:
        answer = Client().get(reverse("register"), {**asked, "before": str(many)})
    assert answer.status_code == 200
    assert len(sent) <= LISTED_MOST, "\n".join(sent)
    assert len(asked_of(told)) <= BUILT_MOST, asked_of(told)


def test_what_fits_on_one_page_is_not_counted_again(many: int) -> None:
    with CaptureQueriesContext(connection) as told:
        answer = Client().get(reverse("register"), {"q": f"GZ-2025-00{many}"})
    assert "共 1 条" in answer.content.decode()
    assert not [sql for sql in asked_of(told) if sql.startswith("SELECT COUNT(*)")]


@pytest.mark.parametrize(
    "fixed",
    [
        life_rows._OPENED,
        life_rows._CUTS,
        prints._LATER,
        finding._COUNTIES,
        registers._TICKETS.rows,
        registers._RETIRED.rows,
        registers._PROJECTS.rows,
        registers._CORRECTIONS.rows,
        registers._CASES.rows,
        verify._USES,
        *verifying._BORNE,
    ],
    ids=lambda fixed: fixed._make.__qualname__,
)
def test_what_the_server_keeps_is_planned_by_keys_for_any_value(many: int, fixed: Fixed) -> None:
    assert faults(fixed.text()) == []

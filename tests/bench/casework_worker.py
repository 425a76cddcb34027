"""One measured process of the desk: fill, list, tell the inbox; told as one JSON line."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after setup
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from qingshan.apps.base.clock import now  # noqa: E402
from qingshan.apps.casework.acts import ACTS  # noqa: E402
from qingshan.apps.casework.models import Case  # noqa: E402
from qingshan.apps.casework.reads import (  # noqa: E402
    Wanted,
    cases_seen_by,
    due_counts,
    in_order,
    narrowed,
)
from qingshan.apps.parties.models import User  # noqa: E402
from qingshan.apps.walks.cast import Player, stage  # noqa: E402
from qingshan.core.tables.shelf import open_shelf  # noqa: E402

SEED, ROUNDS, FINISHED = 20_260_717, 60, 4
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ROWS = """
select c.*, p.name, o.name from casework_case c
  left join parties_party p on p.id = c.party_id left join parties_party o on o.id = c.office_id
 where c.state in ('submitted', 'accepted', 'correction_asked', 'reviewed', 'forwarded')
   and (%(county)s = '' or c.county_code = %(county)s)
 order by c.due nulls last, c.id limit 50
"""
COUNTS = """
select count(*) filter (where due < %(today)s), count(*) filter (where due >= %(today)s),
       count(*) filter (where due is null)
  from casework_case
 where state in ('submitted', 'accepted', 'correction_asked', 'reviewed', 'forwarded')
   and (%(county)s = '' or county_code = %(county)s)
"""


def main(count: int) -> None:
    """Measure and tell."""
    call_command("migrate", verbosity=0, interactive=False)
    today = now().date()
    cast, counties = stage(now()), county_codes()
    fill(count, counties, cast, today)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    reviewer = cast["county"].actor
    wanted = cycle([Wanted(), *(Wanted(county=code) for code in counties[:8])])
    client = Client()
    client.force_login(User.objects.get(pk=int(reviewer.name.removeprefix("user:"))))

    def page() -> None:
        one = next(wanted)
        answer = client.get("/desk/cases/", {"county": one.county} if one.county else {})
        assert answer.status_code == 200

    def read() -> None:
        found = narrowed(cases_seen_by(reviewer, today), next(wanted), reviewer, today)
        due_counts(found, today)
        assert list(in_order(found).select_related("party", "office", "assignee")[:50])

    def plain() -> None:
        told = {"county": next(wanted).county, "today": today}
        with connection.cursor() as cursor:
            for query in (COUNTS, ROWS):
                cursor.execute(query, told)
                cursor.fetchall()

    with override_settings(STORAGES=PLAIN):
        told = {
            "open": count,
            "counties": len(counties),
            "page_p95_ms": p95(page),
            "tasks_p95_ms": p95(lambda: list(ACTS["handle_case"].subjects(reviewer))),
            "reads_p95_ms": p95(read),
            "sql_p95_ms": p95(plain),
        }
    sys.stdout.write(json.dumps(told) + "\n")


def county_codes() -> list[str]:
    """Codes of the counties of the province."""
    keys = open_shelf().keys("land.unit_succession")
    rows = {row.key for row in open_shelf().rows("land.unit_succession") if row.name == "name"}
    gone = {row.key for row in open_shelf().rows("land.unit_succession") if row.name != "name"}
    return [key for key in keys if key in rows - gone and not key.endswith("00")]


def fill(count: int, counties: list[str], cast: dict[str, Player], today: date) -> None:
    """Open cases with due days around today, and finished ones beside them."""
    Case.objects.bulk_create(made(count, counties, cast, today), batch_size=2000)


def made(count: int, counties: list[str], cast: dict[str, Player], today: date) -> Iterator[Case]:
    """The rows, the same every time."""
    chance = random.Random(SEED)
    parties = [cast["farm"].party, cast["village"].party]
    for place in range(count * (1 + FINISHED)):
        is_open = place < count
        state = chance.choice(("submitted", "accepted", "reviewed")) if is_open else "closed"
        due = today + timedelta(days=chance.randrange(-5, 30))
        yield Case(
            number=f"SX-2026-{place:06d}-0",
            kind="ticket_application",
            title=f"林业碳票申请 {place}",
            party=chance.choice(parties),
            county_code=counties[place % len(counties)],
            subject_kind="bench",
            subject_key=str(place),
            office=cast["county"].party,
            opened=now(),
            state=state,
            since=today,
            limit_days=7,
            due=due if is_open and chance.random() < 0.95 else None,
        )


def p95(act: Callable[[], Any]) -> float:
    """Milliseconds that 95 of 100 acts stay below, after a few that do not count."""
    taken = []
    for turn in range(ROUNDS + 5):
        start = perf_counter()
        act()
        if turn >= 5:
            taken.append((perf_counter() - start) * 1000)
    return sorted(taken)[int(ROUNDS * 0.95)]


if __name__ == "__main__":
    main(int(sys.argv[1]))

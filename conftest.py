"""Fixtures for every room: refusals by code, the reference shelf, databases, an office with cast.

Nothing of Django is imported before a test asks for it: the core floor is tested without.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from hypothesis import settings

from qingshan.core.kernel.errors import Refused
from tests import patterns
from tests.office import Office

ROOT = Path(__file__).parent
# No test asserts seconds: on a busy machine an example takes as long as it takes.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys through the whole house first, then the files with the most tests.

    A long file that is begun last leaves the other processes of a run with nothing to do.
    """
    counts = Counter(item.path for item in items)
    rooms = ROOT / "src"
    items.sort(key=lambda item: (item.path.is_relative_to(rooms), -counts[item.path], item.path))


@contextmanager
def _refuses(*codes: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    said = {refusal.code for refusal in caught.value.refusals}
    assert set(codes) <= said, f"expected {codes}, got {sorted(said)}"
    for refusal in caught.value.refusals:
        for language in ("zh", "en"):
            text = refusal.what(language) + refusal.why(language) + refusal.remedy(language)
            assert "?" not in text.replace("?c=", ""), f"{refusal.code}: a fact is missing: {text}"


@pytest.fixture
def refuses() -> Callable[..., AbstractContextManager[None]]:
    """Expect a refusal with a given code and complete sentences."""
    return _refuses


@contextmanager
def _statements_sent() -> Iterator[list[str]]:
    """What goes to the server, by libpq's own account: prepared statements and transactions too."""
    from django.db import connection
    from psycopg.pq import Trace

    connection.ensure_connection()
    told: list[str] = []
    pgconn = connection.connection.pgconn
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as trace:
        pgconn.trace(trace.fileno())
        pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            yield told
        finally:
            pgconn.untrace()
            trace.seek(0)
            kinds = ("Query", "Bind")
            lines = [line.split("\t") for line in trace]
            told += [line[3] for line in lines if line[0] == "F" and line[2] in kinds]


@pytest.fixture
def statements_sent() -> Callable[[], AbstractContextManager[list[str]]]:
    """Count what a block sends to the server; Django's own log misses prepared statements."""
    return _statements_sent


@pytest.fixture(scope="session")
def reference() -> Path:
    """The reference shelf beside the checkout; tests that need it are skipped without it."""
    shelf = Path(os.environ.get("QINGSHAN_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not shelf.is_dir():
        pytest.skip(f"the reference shelf is absent ({shelf.name}); set QINGSHAN_REFERENCE")
    return shelf


@pytest.fixture(autouse=True)
def _house_language() -> Iterator[None]:
    """Each test begins in the language of the house: a page asked for in English leaves its own."""
    yield
    translation = sys.modules.get("django.utils.translation")
    if translation is not None:
        translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files and keys of a test run go into a folder of their own; passwords are hashed quickly.

    Static files keep their names: no collection of them stands behind a test of pages.
    """
    from django.conf import settings
    from django.test import override_settings

    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    told = {
        "DATA_FOLDER": tmp_path_factory.mktemp("data"),
        "PASSWORD_HASHERS": quick,
        "STORAGES": {**settings.STORAGES, "staticfiles": plain},
    }
    with override_settings(**told):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_after_transactional_tests() -> Iterator[None]:
    """What a transactional test committed is deleted where there is something, and nothing else.

    To truncate all tables and to enter every permission anew would cost more than most tests.
    """
    from django.test import TransactionTestCase

    empty = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _self: _emptied()
    yield
    TransactionTestCase._fixture_teardown = empty


_KEPT = {"django_content_type", "auth_permission", "django_migrations", "base_enteredholidays"}
"""Tables that are filled when a database is made and that no test changes for good."""


def _emptied() -> None:
    import pgtrigger
    from django.db import connection, transaction

    tables = set(connection.introspection.django_table_names(only_existing=True)) - _KEPT
    asked = " union all ".join(
        f"(select '{name}' from {connection.ops.quote_name(name)} limit 1)"  # noqa: S608
        for name in sorted(tables)
    )
    # Append-only tables refuse to be emptied; only the end of a test does it.
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked)
        for (name,) in cursor.fetchall():
            cursor.execute(f"delete from {connection.ops.quote_name(name)}")  # noqa: S608


@pytest.fixture(scope="session")
def migrated(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with all tables and nothing in it, made once for all processes of a run.

    To migrate takes longer than the tests of most rooms; a copy takes a second.
    """
    with (
        django_db_blocker.unblock(),
        patterns.pattern(tmp_path_factory, "migrated", patterns.migrate) as name,
    ):
        yield name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_keepdb: bool,  # noqa: FBT001
) -> None:
    """The database of this process is a copy, unless it is kept from run to run."""
    from django.db import connection

    if not django_db_keepdb:
        connection.settings_dict["TEST"]["TEMPLATE"] = request.getfixturevalue("migrated")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that go by the clock run in every year: one without a notice gets a made-up one."""
    from qingshan.apps.base.clock import now
    from qingshan.apps.base.holiday_text import days_told, read_notice
    from qingshan.apps.base.models import EnteredHolidays
    from qingshan.apps.base.workdays import known_years
    from qingshan.apps.walks.made_up_holidays import PAPER, made_up_notice

    today = now()
    with django_db_blocker.unblock():
        for year in {today.year, today.year + 1} - set(known_years()):
            text = made_up_notice(year)
            told = days_told(read_notice(text, year).days)
            EnteredHolidays.objects.create(
                year=year, document=PAPER, issued=today, text=text, days=told, entered=today
            )


@pytest.fixture
def rules_anew(db: None) -> Iterator[None]:
    """A process keeps the rules it has read: those that a test announces are forgotten after it."""
    from qingshan.apps.rulebook.reads import read_anew

    read_anew()
    yield
    read_anew()


@pytest.fixture
def holidays_anew(db: None) -> Iterator[None]:
    """The same of what a test enters for a year that the release has."""
    from qingshan.apps.base.workdays import read_anew

    read_anew()
    yield
    read_anew()


@pytest.fixture
def as_released(db: None) -> None:
    """Only the holidays that the release has are known."""
    import pgtrigger

    from qingshan.apps.base.models import EnteredHolidays

    with pgtrigger.ignore():
        EnteredHolidays.objects.all().delete()


@pytest.fixture(scope="module")
def kept_for_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What fixtures of a module enter is seen by all its tests and rolled back after the last.

    Tests with several connections belong into a file of their own.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator[Callable[..., Future[Any]]]:
    """Run a function at the same time, on a connection of its own."""
    from django.db import connections

    def run(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return act(*args, **kwargs)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        yield lambda act, *args, **kwargs: pool.submit(run, act, *args, **kwargs)


@pytest.fixture
def until_waiting(transactional_db: None) -> Callable[..., None]:
    """Return once so many other connections of this database wait for a lock."""
    from django.db import connection

    def wait(count: int = 1, *, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with connection.cursor() as cursor:
                cursor.execute(_WAITING)
                (found,) = cursor.fetchone()
            if found >= count:
                return
            time.sleep(0.01)
        raise AssertionError(f"{count} should wait for a lock, {found} do")

    return wait


_WAITING = """
select count(distinct w.pid) from pg_locks w
where not w.granted and exists (
    select from pg_locks l join pg_database d on d.oid = l.database
    where l.pid = w.pid and d.datname = current_database())
"""


@pytest.fixture(scope="module")
def office(kept_for_module: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The whole cast and the way from a made-up file to a ticket, for all tests of a module."""
    yield from _opened(tmp_path_factory)


@pytest.fixture
def open_office(
    transactional_db: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The same for tests with several connections: what is entered is committed."""
    yield from _opened(tmp_path_factory)


def _opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    from qingshan.apps.land import reads

    reads._counties.cache_clear()
    yield Office(tmp_path_factory.mktemp("office"))
    reads._counties.cache_clear()

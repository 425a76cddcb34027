"""Fixtures for every room: refusals by code, the reference shelf, databases, an office with cast.

Nothing of Django is imported before a test asks for it: the core floor is tested without.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import pytest

from qingshan.core.kernel.errors import Refused

if TYPE_CHECKING:
    from qingshan.apps.base.call import Call
    from qingshan.apps.land.models import Survey
    from qingshan.apps.projects.models import MonitoringPeriod, Report
    from qingshan.apps.registry.models import Ticket

ROOT = Path(__file__).parent
FIRST_PLOT = 10
"""Plots of their own begin behind those that tests choose for two projects at once."""


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


_KEPT = {"django_content_type", "auth_permission", "django_migrations"}
"""Tables that a migration fills and no test changes."""


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


class Office:
    """The cast on stage, and each thing that a test may start from, made by the real verbs.

    ``now`` is the moment of every call; each call has a key of its own unless one is given.
    """

    method = "gz_ticket_v1"
    first, end, as_of = date(2019, 1, 1), date(2024, 1, 1), date(2026, 7, 1)
    now = datetime.fromisoformat("2026-07-17T10:00:00+08:00")
    opened = datetime.fromisoformat("2026-06-15T10:00:00+08:00")
    """When notices of reports open that are to be signed: by now their days are over."""

    def __init__(self, folder: Path) -> None:
        from qingshan.apps.walks.cast import stage

        self._folder = folder
        self._count = itertools.count(1)
        self._plots = itertools.count(FIRST_PLOT)
        self.cast = stage(self.now)

    def call(self, part: str, key: str = "") -> Call:
        """A call by one of the cast."""
        from qingshan.apps.base.call import Call

        return Call(self.cast[part].actor, self.now, key or f"test-{next(self._count)}")

    def way(self) -> Any:
        """The way of a report of the farm, each call under a key of its own."""
        from qingshan.apps.base.call import Call
        from qingshan.apps.walks.passing import Way

        return Way(
            self.cast,
            self.cast["farm"],
            lambda actor, _step, when: Call(actor, when, f"test-{next(self._count)}"),
        )

    def founding(self) -> Call:
        """A call by the installation itself, which enters its first people."""
        from qingshan.apps.base.call import Call
        from qingshan.apps.walks.cast import FOUNDER

        return Call(FOUNDER, self.now, f"test-{next(self._count)}")

    def party(self, part: str) -> int:
        """The party for which one of the cast acts."""
        return self.cast[part].party.pk

    def file(self, *, plot: int | None = None, edit: Any = None, **recipe: Any) -> Path:
        """A made-up survey as counties hand it in: zipped, GBK, zone 36; a plot of its own.

        ``edit`` is given frame and shapes and answers others.
        """
        import shapely

        from qingshan.core.carbon.example import Recipe, generate_compartments
        from qingshan.core.geo.writing import write_shapefile

        number = next(self._plots)
        west = 107.2 + 0.03 * (number if plot is None else plot)
        recipe = {"count": 6, "seed": 7, "county": "522629", **recipe}
        place = shapely.box(west, 26.6, west + 0.02, 26.62)
        made = generate_compartments(place, Recipe(**recipe))
        path = self._folder / f"xiaoban_{number}.zip"
        write_shapefile(path, *(edit(*made) if edit else made))
        return path

    def received(self, path: Path | None = None, *, fields: Path | None = None) -> Survey:
        """A survey handed in by the farm."""
        from qingshan.apps.base import files
        from qingshan.apps.land.bundle import MEDIA_TYPE, Source, pack
        from qingshan.apps.land.verbs.receive_survey import receive_survey

        bundle = pack(Source(path or self.file(), fields))
        kept = files.keep(bundle, name="xiaoban.zip", media_type=MEDIA_TYPE)
        return receive_survey(self.call("farm"), party=self.party("farm"), file=kept.pk)

    def accepted(self, path: Path | None = None) -> Survey:
        """A survey that was entered."""
        from qingshan.apps.land.verbs.accept_survey import accept_survey

        return accept_survey(
            self.call("farm"),
            survey=self.received(path).pk,
            method=self.method,
            start=self.first,
            end=self.end,
            as_of=self.as_of,
        )

    def claimed(self, path: Path | None = None, **changes: Any) -> MonitoringPeriod:
        """A registered project with its first period, whose case the county has accepted."""
        from qingshan.apps.walks.passing import accept, apply

        claim = self.registered(path, **changes)
        accept(self.way(), apply(self.way(), claim, self.now), self.now)
        return claim

    def registered(self, path: Path | None = None, **changes: Any) -> MonitoringPeriod:
        """A project of which no office has heard yet."""
        from qingshan.apps.projects.verbs.register_project import register_project

        told = {
            "name": "试验项目",
            "method": self.method,
            "start": self.first,
            "end": self.end,
            "tenure_number": f"剑林证字（2019）第 {next(self._count):05} 号",
        }
        survey = self.accepted(path).pk
        return register_project(self.call("farm"), survey=survey, **told | changes)

    def charged(self, path: Path | None = None, **changes: Any) -> MonitoringPeriod:
        """An accepted period; its owner has charged the bodies of the cast."""
        from qingshan.apps.walks.passing import charge

        claim = self.claimed(path, **changes)
        charge(self.way(), claim, self.now)
        return claim

    def reported(self, claim: MonitoringPeriod | None = None) -> Report:
        """A measured period with its report; the owner has charged the bodies of the cast."""
        from qingshan.apps.projects.verbs.measure_period import measure_period
        from qingshan.apps.projects.verbs.submit_report import submit_report
        from qingshan.apps.walks.passing import charge

        claim = claim or self.claimed()
        is_new = claim.state == "registered" and not claim.assignments.exists()
        if is_new:
            charge(self.way(), claim, self.now)
        measure_period(
            self.call("measurer"),
            monitoring=claim.pk,
            measurer=self.party("measurer"),
            as_of=self.as_of,
        )
        return submit_report(self.call("measurer"), monitoring=claim.pk)

    def verified(self, report: Report | None = None) -> Report:
        """A report found equal by replay."""
        from qingshan.apps.projects.verbs.verify_report import verify_report

        report = report or self.reported()
        verify_report(self.call("verifier"), report=report.pk, verifier=self.party("verifier"))
        return report

    def passed(self, report: Report | None = None) -> Report:
        """A verified report that was under notice and that experts recommend."""
        from qingshan.apps.projects.models import Report
        from qingshan.apps.review.models import PoolExpert
        from qingshan.apps.walks.passing import enter_pool, publish, recommend

        report = report or self.verified()
        way = self.way()
        if not PoolExpert.objects.exists():
            enter_pool(self.cast, lambda _step: self.call("registrar"))
        publish(way, report, self.opened, self.now)
        recommend(way, report, self.now, self.now)
        return Report.objects.get(pk=report.pk)

    def signed(self, report: Report | None = None, *offices: str) -> Report:
        """A report under the keys of both departments, or of those named; it passes the stages
        that it has not passed yet.
        """
        from qingshan.apps.registry.verbs.sign_report import sign_report

        if report is None or not report.panels.exists():
            report = self.passed(report)
        for office in offices or ("forestry", "ecology"):
            sign_report(
                self.call(office), report=report.pk, office=office, party=self.party(office)
            )
        return report

    def issued(self, report: Report | None = None) -> Ticket:
        """A ticket held by the farm."""
        from qingshan.apps.registry.verbs.issue_ticket import issue_ticket

        return issue_ticket(self.call("registrar"), report=(report or self.signed()).pk)

    def paid(self, part: str, amount_fen: int) -> None:
        """Money of one of the cast at the exchange."""
        from qingshan.apps.custody.verbs.pay_in import pay_in

        call = self.call("operator")
        pay_in(call, party=self.party(part), amount_fen=amount_fen, bank_reference=call.key)

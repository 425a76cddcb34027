"""The register filled to a size: one ticket by the real verbs, then as many rows like its own.

Every row keeps the columns that the verbs wrote; only names, numbers, keys, places and days differ.
What was written is told as one JSON line.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after setup
from django.db import connection, transaction  # noqa: E402

from qingshan.apps.base.clock import now  # noqa: E402
from qingshan.apps.base.numbering import check_digit, written  # noqa: E402
from qingshan.apps.casework.models import Case  # noqa: E402
from qingshan.apps.land.models import County  # noqa: E402
from qingshan.apps.land.verbs.import_counties import import_counties  # noqa: E402
from qingshan.apps.log import reads as log  # noqa: E402
from qingshan.apps.log.keeping import sign_log  # noqa: E402
from qingshan.apps.registry.models import Ticket  # noqa: E402
from qingshan.apps.retirements.naming import SELF, named  # noqa: E402
from qingshan.apps.retirements.verbs.retire_units import retire_units  # noqa: E402
from qingshan.core.kernel.units import CARBON_PER_TONNE  # noqa: E402
from tests.office import Office  # noqa: E402

COMPARTMENTS, HOLDERS, RETIRED_EACH, YEARS = 3, 2_000, 10, 6
PURPOSE = "public_good"
SHOWN = 2_000
"""Numbers that are told to whoever asks the site."""

LINES = """
create unlogged table bench_line (
    n bigint primary key, number text, gone text, county text, holder bigint
)"""
EVENTS = (
    "survey.received", "survey.accepted", "project.registered", "case.opened", "period.measured",
    "report.submitted", "report.verified", "report.signed", "ticket.issued",
)  # fmt: skip
"""Acts of a ticket's life whose events are written for each: ten, for both departments sign."""


def main(count: int) -> None:
    """Fill and tell."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    with TemporaryDirectory() as folder:
        office = Office(Path(folder))
        import_counties(office.founding())
        way = office.reported(office.claimed(office.file(count=COMPARTMENTS)))
        first = office.issued(office.signed(office.verified(way)))
    sys.stdout.write(json.dumps(filled(first, office, count)) + "\n")


def filled(first: Ticket, office: Office, count: int) -> dict[str, Any]:
    """Rows like those of the first ticket, its log and its signed head."""
    with transaction.atomic():
        copy = Copy.of(first, count)
        copy.lines()
        copy.land()
        copy.measuring()
        copy.tickets()
        copy.ledger()
        copy.journal()
        gone = retire_units(
            office.call("farm"),
            ticket=first.pk,
            party=first.party_id,
            quantity=CARBON_PER_TONNE,
            purpose=PURPOSE,
            beneficiary=named(SELF),
        )
        copy.retirements(gone.pk, gone.cut_id, gone.cut.chain)
    sign_log(now())
    with connection.cursor() as cursor:
        cursor.execute("select number from bench_line order by mod(n, 97), n limit %s", [SHOWN])
        numbers = [number for (number,) in cursor.fetchall()]
        cursor.execute("select count(*) from base_event")
        (events,) = cursor.fetchone()
        cursor.execute("drop table bench_line")
        cursor.execute("vacuum analyze")
    return {"tickets": count, "entries": events, "logged": log.size(), "numbers": numbers}


@dataclass
class Copy:
    """The first ticket and where the keys of the others begin, table by table."""

    first: Ticket
    count: int
    bases: dict[str, int]

    @classmethod
    def of(cls, first: Ticket, count: int) -> Copy:
        """Keys behind the highest of each table."""
        tables = (
            "parties_party", "land_survey", "land_claim", "projects_project",
            "projects_monitoringperiod", "projects_run", "projects_report", "casework_case",
            "projects_verification", "registry_ticket", "books_asset", "books_chain",
            "registry_cut",
        )  # fmt: skip
        bases = {}
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"select coalesce(max(id), 0) from {table}")
                (bases[table],) = cursor.fetchone()
        return cls(first, count, bases)

    def key(self, table: str, of: str = "b.n") -> str:
        """The key of a line's row in a table."""
        return f"{self.bases[table]} + {of}"

    def lines(self) -> None:
        """A line for each ticket: number, certificate, county, holder."""
        series = self.first.number.partition("-")[0]
        counties = list(County.objects.order_by("code").values_list("code", flat=True))
        told = (
            (
                n,
                numbered(series, n),
                numbered("ZX", n),
                counties[n % len(counties)],
                self.bases["parties_party"] + 1 + n % min(HOLDERS, self.count),
            )
            for n in range(1, self.count + 1)
        )
        with connection.cursor() as cursor:
            cursor.execute(LINES)
            with cursor.copy("copy bench_line from stdin") as copy:
                for line in told:
                    copy.write_row(line)
            cursor.execute("analyze bench_line")

    def land(self) -> None:
        """Right holders, and what each handed in."""
        first, survey = self.first, self.first.monitoring.survey
        self._like(
            "parties_party", f"id = {first.party_id}", lines=f"b.n <= {HOLDERS}",
            name="'第' || b.n || '林业专业合作社'", name_en="''", kind="'cooperative'",
            credit_code="'N2BEN' || lpad(b.n::text, 13, '0')", county_code="b.county",
        )  # fmt: skip
        self._like("land_survey", f"id = {survey.pk}", party_id="b.holder")
        self._like(
            "land_compartment", f"survey_id = {survey.pk}", has_key=False,
            survey_id=self.key("land_survey"), county_code="b.county",
        )  # fmt: skip
        self._like(
            "land_claim", f"id = {first.monitoring.land_claim_id}",
            survey_id=self.key("land_survey"), number="b.number",
        )  # fmt: skip
        self._like(
            "projects_project", f"id = {first.monitoring.project_id}", party_id="b.holder",
            name="'青岭第' || b.n || '林场增汇项目'", county_code="b.county",
        )  # fmt: skip

    def measuring(self) -> None:
        """Periods, runs, reports, what verifiers found, and the cases of the county."""
        period = self.first.monitoring
        self._like(
            "projects_monitoringperiod", f"id = {period.pk}",
            project_id=self.key("projects_project"), survey_id=self.key("land_survey"),
            land_claim_id=self.key("land_claim"),
        )  # fmt: skip
        of = self.key("projects_monitoringperiod")
        self._like("projects_run", f"id = {self.first.report.run_id}", monitoring_id=of)
        self._like(
            "projects_report", f"id = {self.first.report_id}", run_id=self.key("projects_run")
        )
        report = self.key("projects_report")
        newest = f"id = {self.first.report.verifications.latest('pk').pk}"
        self._like("projects_verification", newest, report_id=report)
        self._like(
            "casework_case", f"id = {self._case().pk}", number="'SL-' || b.n",
            subject_key=f"({of})::text", county_code="b.county", party_id="b.holder",
        )  # fmt: skip

    def tickets(self) -> None:
        """Tickets of six years, and the signatures under them."""
        first, size = self.first, self.first.quantity
        of = f"report_id = {first.report_id}"
        report = self.key("projects_report")
        self._like("registry_signature", of, has_key=False, report_id=report)
        start = f"{first.block.upper} + (b.n - 1) * {size}"
        self._like(
            "registry_ticket", f"id = {first.pk}", number="b.number", party_id="b.holder",
            monitoring_id=self.key("projects_monitoringperiod"), report_id=report,
            block=f"int8range({start}, {start} + {size})",
            issued=f"t.issued - (b.n % {YEARS * 365}) * interval '1 day'",
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(
                f"update registry_numberspace set next_number = next_number + {self.count * size}"
            )

    def ledger(self) -> None:
        """Series, accounts and the chain of each issue."""
        old, asset = self.first.asset, "'ticket:' || b.number"
        self._like("books_asset", f"code = '{old}'", code=asset)
        self._accounts(f"asset_id = (select id from books_asset where code = '{old}')")
        self._chain(f"issue:{self.first.number}", "'issue:' || b.number")

    def journal(self) -> None:
        """Ten events of each ticket's life."""
        first, period = self.first, self.first.monitoring
        told = {
            "land.Survey": ("land_survey", period.survey_id),
            "projects.MonitoringPeriod": ("projects_monitoringperiod", period.pk),
            "casework.Case": ("casework_case", self._case().pk),
            "projects.Run": ("projects_run", first.report.run_id),
            "projects.Report": ("projects_report", first.report_id),
            "projects.Verification": (
                "projects_verification", first.report.verifications.latest("pk").pk,
            ),
            "registry.Ticket": ("registry_ticket", first.pk),
        }  # fmt: skip
        names = ", ".join(f"'{name}'" for name in EVENTS)
        for subject, (table, key) in told.items():
            one = f"subject = '{subject}' and subject_id = {key} and name in ({names})"
            self._event(one, self.key(table))
        signed = "subject = 'registry.Signature' and name = 'report.signed'"
        keys = "select id from registry_signature where report_id"
        self._event(
            f"{signed} and subject_id in ({keys} = {first.report_id})",
            f"(select s.id from registry_signature s where s.report_id = {self.key('projects_report')}"  # noqa: E501
            " and s.office = (select office from registry_signature where id = t.subject_id))",
        )

    def retirements(self, gone: int, cut: int, chain: str) -> None:
        """A tonne of every tenth ticket is retired, as one of the first was."""
        lines, old = f"mod(b.n, {RETIRED_EACH}) = 0", self.first.asset
        start = f"{self.first.block.upper} + (b.n - 1) * {self.first.quantity}"
        key = "'retire:' || b.gone"
        ticket = self.key("registry_ticket")
        self._like(
            "registry_cut", f"id = {cut}", lines=lines, ticket_id=ticket, chain=key,
            span=f"int8range({start}, {start} + {CARBON_PER_TONNE})",
        )  # fmt: skip
        self._like(
            "registry_retirement", f"id = {gone}", lines=lines, has_key=False, number="b.gone",
            ticket_id=ticket, party_id="b.holder", cut_id=self.key("registry_cut"),
            beneficiary="'第' || b.holder || '户'",
        )  # fmt: skip
        sink = f"kind = 'retired' and asset_id = (select id from books_asset where code = '{old}')"
        self._accounts(sink, lines)
        with connection.cursor() as cursor:
            cursor.execute(
                "update books_account as a set posted_out = posted_out + %s from bench_line as b"
                f" where {lines} and a.kind = 'party' and a.asset_id = {self.key('books_asset')}",
                [CARBON_PER_TONNE],
            )
        self.bases["books_chain"] += self.count
        self._chain(chain, key, lines)
        self._event(f"subject = 'registry.Retirement' and subject_id = {gone}", "b.n", lines)

    def _case(self) -> Case:
        return Case.objects.get(number=self.first_case)

    @property
    def first_case(self) -> str:
        """The number of the case in which the first ticket was applied for."""
        key = str(self.first.monitoring_id)
        return Case.objects.get(subject_kind="projects.monitoringperiod", subject_key=key).number

    def _event(self, one: str, subject: str, lines: str = "true") -> None:
        self._like(
            "base_event", one, lines=lines, has_key=False, subject_id=subject,
            key="t.key || '/' || b.n", digest="encode(sha256((t.digest || b.n)::bytea), 'hex')",
        )  # fmt: skip

    def _accounts(self, one: str, lines: str = "true") -> None:
        owner = self.first.party.owner
        held = f"replace(t.owner, '{owner}', 'party:' || b.holder)"
        self._like(
            "books_account", one, lines=lines, has_key=False, owner=held,
            asset_id=self.key("books_asset"),
            name=f"'ticket:' || b.number || '/' || {held} || '/' || t.kind",
        )  # fmt: skip

    def _chain(self, key: str, new: str, lines: str = "true") -> None:
        told = f"key = '{key}'"
        digest = f"encode(sha256(({new})::bytea), 'hex')"
        self._like("books_chain", told, lines=lines, key=new, digest=digest)
        ends = {
            f"{end}_id": "(select a.id from books_account as a where a.asset_id ="
            f" {self.key('books_asset')} and a.kind ="
            f" (select kind from books_account where id = t.{end}_id))"
            for end in ("source", "target")
        }
        moved = f"chain_id = (select id from books_chain where {told})"
        chain = self.key("books_chain")
        self._like("books_transfer", moved, lines=lines, has_key=False, chain_id=chain, **ends)

    def _like(
        self, table: str, one: str, *, lines: str = "true", has_key: bool = True, **said: str
    ) -> None:
        """Rows like some of a table, for each line: ``said`` are the columns that differ."""
        if has_key:
            said["id"] = self.key(table)
        with connection.cursor() as cursor:
            cursor.execute(
                "select column_name from information_schema.columns where table_schema = 'public'"
                " and table_name = %s and is_generated = 'NEVER' order by ordinal_position",
                [table],
            )
            names = [n for (n,) in cursor.fetchall() if n != "id" or has_key]
            values = ", ".join(said.get(name, f't."{name}"') for name in names)
            columns = ", ".join(f'"{name}"' for name in names)
            cursor.execute(
                f"insert into {table} ({columns}) select {values} from bench_line as b"
                f" cross join (select * from {table} where {one}) as t where {lines} order by b.n"
            )
            assert cursor.rowcount > 0, f"{table}: no row like {one}"
            if has_key:
                cursor.execute(
                    "select setval(pg_get_serial_sequence(%s, 'id'), (select max(id)"
                    f" from {table}))",
                    [table],
                )


def numbered(series: str, n: int) -> str:
    """The number of a line, with its check digit; six years in turn."""
    digits = f"{2019 + n % YEARS}{n:06d}"
    return written(series, f"{digits}{check_digit(digits)}")


if __name__ == "__main__":
    main(int(sys.argv[1]))

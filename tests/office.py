"""The whole cast and the way from a made-up file to a ticket, each step made by the real verbs.

Nothing of Django is imported before a test asks for it: the core floor is tested without.
"""

from __future__ import annotations

import itertools
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingshan.apps.base.call import Call
    from qingshan.apps.land.models import Survey
    from qingshan.apps.projects.models import MonitoringPeriod, Report
    from qingshan.apps.registry.models import Ticket

FIRST_PLOT = 10
"""Plots of their own begin behind those that tests choose for two projects at once."""


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

    def actor(self, part: str) -> Any:
        """One of the cast, as who acts."""
        return self.cast[part].actor

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
        from qingshan.apps.base.archive import ZIP
        from qingshan.apps.land.bundle import Source, pack
        from qingshan.apps.land.verbs.receive_survey import receive_survey

        bundle = pack(Source(path or self.file(), fields))
        kept = files.keep(bundle, name="xiaoban.zip", media_type=ZIP)
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

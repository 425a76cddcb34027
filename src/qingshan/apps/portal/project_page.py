"""All that strangers may know of a project: tickets, papers, opinions, and what happened when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from qingshan.apps.applications.panes import SUBJECT
from qingshan.apps.casework.kinds import kind_label
from qingshan.apps.casework.models import Case, CaseStep
from qingshan.apps.notices.models import Notice
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.portal.finding import PREFIX
from qingshan.apps.portal.progress import Days, days_of
from qingshan.apps.portal.rows import TicketRow, ticket_rows
from qingshan.apps.projects.models import (
    PARTS,
    Assignment,
    MonitoringPeriod,
    Nonconformity,
    Project,
    Verification,
)
from qingshan.apps.projects.reads import STAGES
from qingshan.apps.registry.corrected import with_items
from qingshan.apps.registry.history import happenings
from qingshan.apps.registry.models import Correction, Retirement, Ticket
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.registry.reads import tickets
from qingshan.apps.review.models import RESULTS, Panel
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


@dataclass(frozen=True)
class Happened:
    """One line of the time line: when, what, and where more is told."""

    when: datetime
    what: Label
    note: Label | str = ""
    href: str = ""


@dataclass(frozen=True)
class Paper:
    """A document to open or to download."""

    label: Label
    about: str
    href: str


class ProjectPage:
    """The parts of a project's page, each read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        claims = MonitoringPeriod.objects.filter(project=project).select_related("survey", "ticket")
        self.claims = list(claims.order_by("start", "pk"))
        self.days: dict[int, Days] = days_of(self.claims)
        self.tickets = list(
            with_items(tickets()).filter(monitoring__project=project).order_by("pk")
        )
        self.rows: list[TicketRow] = ticket_rows(self.tickets)
        keys = [claim.pk for claim in self.claims]
        self.notices = list(
            Notice.objects.filter(report__run__monitoring__in=keys)
            .select_related("report__run")
            .annotate(
                said=Count("comments"),
                upheld=Count("comments", filter=Q(comments__opinion__outcome="upheld")),
            )
            .order_by("pk")
        )
        self.panels = list(
            Panel.objects.filter(report__run__monitoring__in=keys)
            .exclude(state="void")
            .order_by("pk")
        )
        self.verifications = list(
            Verification.objects.filter(report__run__monitoring__in=keys)
            .select_related("verifier")
            .order_by("pk")
        )
        found = Nonconformity.objects.filter(report__run__monitoring__in=keys)
        self.nonconformities = list(found.order_by("pk"))
        self.retirements = list(
            Retirement.objects.filter(ticket__in=self.tickets)
            .select_related("ticket", "cut", "party")
            .order_by("-pk")
        )
        self.pledges = list(
            Pledge.objects.filter(asset__in=[ticket.asset for ticket in self.tickets])
            .select_related("pledgee")
            .order_by("pk")
        )
        self.corrections = list(
            Correction.objects.filter(ticket__in=self.tickets, state="accepted")
            .select_related("ticket")
            .order_by("pk")
        )
        self.steps = list(
            CaseStep.objects.filter(
                case__subject_kind=SUBJECT, case__subject_key__in=[str(key) for key in keys]
            )
            .select_related("case", "office")
            .order_by("pk")
        )

    @property
    def shown_survey(self) -> Any:
        """The newest survey that a notice or a ticket laid open; none before that."""
        laid_open = {notice.report.run.monitoring_id for notice in self.notices}
        for claim in reversed(self.claims):
            if claim.pk in laid_open or hasattr(claim, "ticket"):
                return claim.survey
        return None

    @property
    def bodies(self) -> list[tuple[Label, Any]]:
        """Who measured and who verified, as last charged for each period."""
        found: dict[tuple[str, int], Any] = {}
        rows = Assignment.objects.filter(monitoring__in=self.claims).select_related("body")
        for row in rows.order_by("pk"):
            found[row.part, row.body_id] = row.body
        return [(PARTS[part], body) for (part, _), body in found.items()]

    def amounts(self) -> dict[str, int]:
        """Sums over all tickets, in carbon units."""
        standing = [row.standing for row in self.rows]
        return {
            "issued": sum(one.issued for one in standing),
            "available": sum(one.available for one in standing),
            "held": sum(one.held for one in standing),
            "retired": sum(one.retired for one in standing),
        }

    def periods(self) -> list[dict[str, Any]]:
        """Each monitoring period with its stages; what was measured once it was laid open."""
        shown = {notice.report.run.monitoring_id: notice.report.run for notice in self.notices}
        return [
            {
                "claim": claim,
                "ticket": getattr(claim, "ticket", None),
                "run": shown.get(claim.pk),
                "look": {"issued": "done", "withdrawn": "closed"}.get(claim.state, "open"),
            }
            for claim in self.claims
        ]

    def papers(self) -> list[Paper]:
        """Everything that can be opened or downloaded, in the order in which it came to be."""
        return [*self._notice_papers(), *self._ticket_papers(), *self._certificates()]

    def _notice_papers(self) -> Iterator[Paper]:
        for notice in self.notices:
            given = [notice.number]
            yield Paper(
                Label("公示的监测报告（PDF）", "Monitoring report under notice (PDF)"),
                notice.number,
                reverse("notice_report_pdf", args=given),
            )
            if notice.state == "closed":
                yield Paper(
                    Label("公示意见处理表（PDF）", "Comments and what became of them (PDF)"),
                    notice.number,
                    reverse("comments_pdf", args=given),
                )

    def _ticket_papers(self) -> Iterator[Paper]:
        kinds = (
            ("face", Label("碳票（PDF）", "Ticket (PDF)")),
            ("monitoring_report", Label("监测报告（PDF）", "Monitoring report (PDF)")),
            ("package", Label("复算包（ZIP）", "Package to recompute (ZIP)")),
            ("ticket_proof", Label("离线证明（JSON）", "Offline proof (JSON)")),
            ("movements", Label("变动记录（CSV）", "Movements (CSV)")),
        )
        for ticket in self.tickets:
            for name, label in kinds:
                yield Paper(label, ticket.number, reverse(name, args=[ticket.number]))

    def _certificates(self) -> Iterator[Paper]:
        label = Label("注销证书（PDF）", "Certificate of retirement (PDF)")
        for row in reversed(self.retirements):
            yield Paper(label, row.number, reverse("certificate", args=[row.number]))

    def stage_times(self) -> list[dict[str, Any]]:
        """How long each step at an office took."""
        return [
            {"step": step, "kind": kind_label(step.case.kind, as_of=step.case.opened_on)}
            for step in self.steps
        ]

    def time_line(self) -> list[Happened]:
        """What happened, the newest first."""
        told = [
            *self._stages(),
            *self._opinions(),
            *self._cases(),
            *(line for ticket in self.tickets for line in self._life(ticket)),
        ]
        return sorted(told, key=lambda line: line.when, reverse=True)

    def _stages(self) -> Iterator[Happened]:
        for claim in self.claims:
            for name, label in STAGES:
                if (when := self.days.get(claim.pk, {}).get(name)) is None:
                    continue
                ticket = getattr(claim, "ticket", None) if name == "issued" else None
                href = reverse("ticket", args=[ticket.number]) if ticket else ""
                yield Happened(when, label, ticket.number if ticket else _span(claim), href)

    def _opinions(self) -> Iterator[Happened]:
        for notice in self.notices:
            href = reverse("notice", args=[notice.number])
            yield Happened(notice.opened, Label("公示开始", "notice opened"), notice.number, href)
            if notice.closed:
                note = Label(f"收到意见 {notice.said} 条", f"{notice.said} comments")
                yield Happened(notice.closed, Label("公示结束", "notice ended"), note, href)
        for panel in self.panels:
            yield Happened(panel.drawn, Label("抽取评审专家", "experts drawn"), panel.number)
            if panel.closed and panel.result:
                label = RESULTS[panel.result]
                what = Label(f"专家评审：{label.zh}", f"expert review: {label.en}")
                yield Happened(panel.closed, what, panel.number)
        for row in self.nonconformities:
            note = Label(row.severity_label.zh, row.severity_label.en)
            yield Happened(row.raised, Label("核查不符合项", "nonconformity raised"), note)
        for found in self.verifications:
            if not found.equal:
                what = Label("核查未通过", "verification failed")
                yield Happened(found.when, what, found.verifier.label)

    def _cases(self) -> Iterator[Happened]:
        for case in Case.objects.filter(pk__in={step.case_id for step in self.steps}):
            kind = kind_label(case.kind, as_of=case.opened_on)
            yield Happened(case.opened, Label("提交申请", "application submitted"), kind)

    def _life(self, ticket: Ticket) -> Iterator[Happened]:
        href = reverse("ticket", args=[ticket.number])
        for happening in happenings(ticket):
            yield Happened(happening.when, happening.what, happening.note, href)
        for row in self.retirements:
            if row.ticket_id == ticket.pk:
                much, use = tonnes_text(row.quantity), PURPOSES[row.purpose]
                note = Label(f"{much} 吨，{use.zh}", f"{much} t, {use.en}")
                link = reverse("retirement", args=[row.number])
                yield Happened(row.when, Label("注销", "retired"), note, link)
        for pledge in self.pledges:
            if pledge.asset.removeprefix(PREFIX) == ticket.number:
                much = tonnes_text(pledge.quantity)
                note = Label(f"{much} 吨", f"{much} t")
                yield Happened(
                    pledge.registered, Label("质押登记", "pledge registered"), note, href
                )


def _span(claim: MonitoringPeriod) -> Label:
    first, last = claim.start.isoformat(), claim.period.last.isoformat()
    return Label(f"监测期 {first} 至 {last}", f"period {first} to {last}")

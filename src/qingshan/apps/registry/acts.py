"""What the inbox learns of this room: keys to turn, tickets to issue, corrections to decide on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import party_in_role
from qingshan.apps.registry.ceremony import Waiting, waiting_reports
from qingshan.apps.registry.models import Correction
from qingshan.apps.registry.reads import open_duties, owed
from qingshan.apps.registry.verbs.accept_correction import accept_correction
from qingshan.apps.registry.verbs.issue_ticket import issue_ticket
from qingshan.apps.registry.verbs.sign_report import sign_report
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


def sign(office: str) -> Callable[[Call, int], Model]:
    """Turn one office's key under a report."""

    def do(call: Call, key: int) -> Model:
        party = party_in_role(call.actor, f"{office}_signer")
        return sign_report(call, report=key, office=office, party=party)

    return do


def issue(call: Call, key: int) -> Model:
    """Issue the ticket of a report."""
    return issue_ticket(call, report=key)


def _unsigned(office: str) -> Callable[[Actor], Iterable[Task]]:
    return lambda _actor: [
        _report_task(f"sign_{office}", "sign_report", found)
        for found in waiting_reports(now().date())
        if found.lacks(office)
    ]


def _signed(_actor: Actor) -> Iterable[Task]:
    return [
        _report_task("issue_ticket", "issue_ticket", found)
        for found in waiting_reports(now().date())
        if found.is_complete
    ]


def _report_task(act: str, verb: str, found: Waiting) -> Task:
    amount = tonnes_text(found.report.run.removal)
    note = Label(f"减排量 {amount} 吨", f"removal {amount} t")
    title, since = str(found.claim), found.report.submitted
    return Task(act, found.report.pk, verb_label(verb), title, note, since)


def _proposed(actor: Actor) -> Iterable[Task]:
    found = Correction.objects.filter(state="proposed").exclude(proposer=actor.name)
    return [
        Task(
            "accept_correction",
            row.pk,
            verb_label("accept_correction"),
            str(row),
            Label(f"“{row.was}” → “{row.becomes}”", f"“{row.was}” → “{row.becomes}”"),
            row.proposed,
            href=reverse("ticket_desk", args=[row.ticket.number]),
        )
        for row in found.select_related("ticket").order_by("pk")
    ]


def accept(call: Call, key: int) -> Model:
    """Accept a proposed correction."""
    return accept_correction(call, correction=key)


def _duties(actor: Actor) -> Iterable[Task]:
    return [
        Task(
            "make_good",
            duty.pk,
            verb_label("make_good"),
            str(duty),
            Label(
                f"尚欠 {tonnes_text(owed(duty))} 吨，{duty.due} 前补足",
                f"{tonnes_text(owed(duty))} t owed by {duty.due}",
            ),
            duty.when,
            href=reverse("make_good", args=[duty.pk]),
        )
        for duty in open_duties(actor.parties)
    ]


ACTS: dict[str, Act] = {
    "sign_forestry": Act(("forestry_signer",), _unsigned("forestry"), sign("forestry")),
    "sign_ecology": Act(("ecology_signer",), _unsigned("ecology"), sign("ecology")),
    "issue_ticket": Act(("registrar",), _signed, issue),
    "accept_correction": Act(("registrar",), _proposed),
    "make_good": Act(("applicant", "trader"), _duties),
}

"""What the inbox learns of this room: whose turn it is in verification and in expert review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model, QuerySet
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import party_in_role
from qingshan.apps.projects.assigned import OPEN_STATES
from qingshan.apps.projects.models import PARTS, MonitoringPeriod, Nonconformity, Report
from qingshan.apps.projects.reads import claims_in
from qingshan.apps.review.access import ORGANISERS
from qingshan.apps.review.models import Panel, PanelQuestion, Seat
from qingshan.apps.review.reads import panels, reports_without_panel
from qingshan.apps.review.seating import empty_places, is_overtaken
from qingshan.apps.review.verbs.close_panel import close_panel
from qingshan.apps.review.verbs.convene_panel import convene_panel
from qingshan.apps.review.verbs.draw_panel import draw_panel
from qingshan.apps.review.verbs.replace_member import replace_member
from qingshan.apps.review.verbs.sign_minutes import sign_minutes
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


def _to_assign(actor: Actor) -> Iterator[Task]:
    """An owner's periods of which a part is charged to nobody."""
    for claim in claims_in(*OPEN_STATES["verifying"]).filter(project__party__in=actor.parties):
        for part, label in PARTS.items():
            is_open = claim.state in OPEN_STATES[part]
            if is_open and not claim.assignments.filter(part=part).exists():
                yield _assign_task(claim, part, label)


def _assign_task(claim: MonitoringPeriod, part: str, label: Label) -> Task:
    heading = Label(f"委托{label.zh}", f"assign {label.en}")
    href = reverse("assign_body", args=[claim.pk, part])
    return Task("assign_body", claim.pk, heading, str(claim), label, claim.survey.received, href)


def _to_draw(_actor: Actor) -> Iterator[Task]:
    for report in reports_without_panel():
        yield _report_task("draw_panel", report)


def _report_task(act: str, report: Report) -> Task:
    amount = tonnes_text(report.run.removal)
    note = Label(f"减排量 {amount} 吨", f"removal {amount} t")
    title = str(report.run.monitoring)
    return Task(act, report.pk, verb_label(act), title, note, report.submitted)


def _draw(call: Call, key: int) -> Model:
    return draw_panel(call, report=key)


def _to_convene(_actor: Actor) -> Iterator[Task]:
    for panel in panels().filter(state="drawn"):
        if panel.seats.filter(state="seated").count() == panel.size:
            yield _panel_task("convene_panel", panel)


def _to_replace(_actor: Actor) -> Iterator[Task]:
    for panel in panels().filter(state__in=("drawn", "reviewing")):
        if empty_places(panel):
            yield _panel_task("replace_member", panel)


def _to_close(_actor: Actor) -> Iterator[Task]:
    for panel in panels().filter(state="reviewing"):
        if panel.seats.filter(state="voted").count() == panel.size:
            yield _panel_task("close_panel", panel)


def _to_void(_actor: Actor) -> Iterator[Task]:
    """Panels on a report that does not count any more."""
    for panel in panels().filter(state__in=("drawn", "reviewing")):
        if is_overtaken(panel):
            yield _panel_task("void_panel", panel, reverse("void_panel", args=[panel.number]))


def _of_seats(act: str, panel: str, seat: str) -> Callable[[Actor], Iterable[Task]]:
    """Seats of an expert in a state, on panels in a state; each is done on its page."""

    def waiting(actor: Actor) -> Iterator[Task]:
        for found in _seats(actor, panel).filter(state=seat):
            href = reverse(act, args=[found.panel.number])
            yield _panel_task(act, found.panel, href)

    return waiting


def _to_sign(actor: Actor) -> Iterator[Task]:
    for seat in _seats(actor, "closed").filter(state="voted", signature=None):
        yield _panel_task("sign_minutes", seat.panel)


def _seats(actor: Actor, panel: str) -> QuerySet[Seat]:
    return Seat.objects.filter(expert__party__in=actor.parties, panel__state=panel).select_related(
        "panel__report__run__monitoring__project"
    )


def _panel_task(act: str, panel: Panel, href: str = "") -> Task:
    title = f"{panel.number} · {panel.report.run.monitoring}"
    return Task(act, panel.pk, verb_label(act), title, panel.state_label, panel.drawn, href)


def _sign(call: Call, key: int) -> Model:
    return sign_minutes(call, panel=key, party=party_in_role(call.actor, "expert"))


def _to_answer(actor: Actor) -> Iterator[Task]:
    """Questions of panels to the body that measured."""
    asked = PanelQuestion.objects.filter(
        reply=None,
        seat__panel__state__in=("drawn", "reviewing"),
        seat__panel__report__run__measurer__in=actor.parties,
    )
    for question in asked.select_related("seat__panel").order_by("pk"):
        panel = question.seat.panel
        href = reverse("answer_question", args=[panel.number, question.pk])
        yield _panel_task("answer_question", panel, href)


def _found_wrong(act: str, state: str, side: str) -> Callable[[Actor], Iterable[Task]]:
    def waiting(actor: Actor) -> Iterator[Task]:
        found = Nonconformity.objects.filter(
            **{"state": state, f"{side}__in": actor.parties},
            report__run__monitoring__state__in=("reported", "measured"),
        )
        for one in found.select_related("report__run__monitoring__project").order_by("pk"):
            title = f"{one} · {one.report.run.monitoring}"
            href = reverse("verification", args=[one.report_id])
            yield Task(act, one.pk, verb_label(act), title, one.severity_label, one.raised, href)

    return waiting


def _pressed(verb: Callable[..., Model]) -> Callable[[Call, int], Model]:
    return lambda call, key: verb(call, panel=key)


ACTS: dict[str, Act] = {
    "assign_body": Act(("applicant",), _to_assign),
    "answer_nonconformity": Act(
        ("measurer",), _found_wrong("answer_nonconformity", "raised", "report__run__measurer")
    ),
    "settle_nonconformity": Act(
        ("verifier",), _found_wrong("settle_nonconformity", "answered", "verifier")
    ),
    "draw_panel": Act(ORGANISERS, _to_draw, _draw),
    "replace_member": Act(ORGANISERS, _to_replace, _pressed(replace_member)),
    "convene_panel": Act(ORGANISERS, _to_convene, _pressed(convene_panel)),
    "void_panel": Act(ORGANISERS, _to_void),
    "close_panel": Act(ORGANISERS, _to_close, _pressed(close_panel)),
    "declare_independence": Act(("expert",), _of_seats("declare_independence", "drawn", "called")),
    "cast_vote": Act(("expert",), _of_seats("cast_vote", "reviewing", "seated")),
    "sign_minutes": Act(("expert",), _to_sign, _sign),
    "answer_question": Act(("measurer",), _to_answer),
}

"""Hand a corrected application in: what the notice asked for, and nothing of the rest changed."""

from __future__ import annotations

from functools import partial

from qingshan.apps.applications.checks import faults
from qingshan.apps.applications.drafts import change
from qingshan.apps.applications.models import (
    Application,
    ApplicationCorrection,
    Draft,
    Household,
)
from qingshan.apps.applications.points import STEP_LABELS, changed_steps, points_of
from qingshan.apps.applications.printing import form_pdf
from qingshan.apps.applications.reads import attachment
from qingshan.apps.applications.refusals import LAND_ELSEWHERE, REPORT_STANDS
from qingshan.apps.applications.registering import Entering, entered, households_of
from qingshan.apps.applications.statement import stated
from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.verbs.answer_correction import Answer, answer_correction
from qingshan.apps.projects.verbs.correct_project import correct_project
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

STATED = {"land", "method"}
"""Steps of which the project takes what it states."""


@verb(
    event="application.corrected",
    label=Label("提交补正", "hand in the correction"),
    roles=("applicant",),
)
def submit_correction(call: Call, *, draft: int, version: int) -> Done[ApplicationCorrection]:
    """State the application again and answer every point of the notice by it.

    What was stated before stays on record beside it; the project takes the new land, period and
    method, and what was measured on the old ones counts no longer.

    Raises
    ------
    Refused
        All at once what ``submit_application`` refuses, E-AP-14 for points without an answer,
        E-AP-15 for land of another county, E-AP-16 for land, period or method once a report was
        handed in; E-MC-01 when the case waits no longer, E-AP-01 when another window saved since.
    """
    found = change(call, draft, "submit_correction", version=version)
    assert found.notice is not None, "a first application is handed in by submit_application"
    application: Application = found.notice.case.application
    today = call.when.date()
    wrong = [*faults(found, today), *_elsewhere(found)]
    changed = changed_steps(found)
    _correct_project(call, found, application, changed, wrong)
    refuse_all(wrong)
    told = stated(found, today)
    correction = ApplicationCorrection.objects.create(
        application=application,
        notice=found.notice,
        draft=found,
        submitted=call.when,
        told=told,
        form_digest=sha256(form_pdf(told, number=application.number, dated=today)),
    )
    Household.objects.bulk_create(households_of(application, found, correction))
    answers = _answers(found, changed)
    answer_correction(call.step("answer"), notice=found.notice.pk, answers=answers)
    found.save()
    facts = {"number": application.number, "notice": found.notice.number}
    return Done(correction, facts | {"steps": sorted(changed)})


def _correct_project(
    call: Call, draft: Draft, application: Application, changed: set[str], wrong: list[Refusal]
) -> None:
    """The project as the draft states it; left alone where nothing of it changed."""
    if not changed & STATED:
        return
    claim = application.monitoring
    if claim.machine.move("correct_project", claim.state) is None:
        at = "land" if "land" in changed else "method"
        facts = {"state": claim.machine.label(claim.state), "at": at, "field": at}
        wrong.append(Refusal(REPORT_STANDS, str(claim), facts))
        return
    act = partial(correct_project, call.step("correct"), monitoring=claim.pk)
    is_same_land = _land(draft) == _land_before(application)
    survey = claim.survey if is_same_land and "method" not in changed else None
    entered(call, draft, wrong, Entering(act, survey))


def _land(draft: Draft) -> tuple[str, int, str]:
    """What a copy of the forest shares with its original."""
    land = attachment(draft, "land")
    return (land.name, land.size_bytes, land.entered.isoformat()) if land else ("", 0, "")


def _land_before(application: Application) -> tuple[str, int, str]:
    newest = application.corrections.order_by("-pk").first()
    return _land(newest.draft if newest else application.draft)


def _elsewhere(draft: Draft) -> list[Refusal]:
    """The case stays with the county that took it (E-AP-15)."""
    land = attachment(draft, "land")
    assert draft.notice is not None
    county = draft.notice.case.county_code
    if land is None or not county or land.facts["county"] in ("", county):
        return []
    facts = {"county": land.facts["county_name"], "at": "land", "field": "land"}
    return [Refusal(LAND_ELSEWHERE, str(draft), facts)]


def _answers(draft: Draft, changed: set[str]) -> list[Answer]:
    """To each point what was corrected, and what the applicant says of it."""
    answers: list[Answer] = []
    for point in points_of(draft):
        steps = [
            label.zh for name, label in STEP_LABELS.items() if name in changed & {*point.steps}
        ]
        done = f"已在申请中更正：{'、'.join(steps)}。" if steps else ""
        said = draft.answers.get(point.field, "").strip()
        answers.append({"place": point.place, "text": f"{done}{said}", "file": None})
    return answers

"""What the steps ask for: few things to type, everything that is needed, agents disclosed."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.apps.applications.attachments import PAPERS
from qingshan.apps.applications.checks import faults
from qingshan.apps.applications.forms import FORMS, typed_fields
from qingshan.apps.applications.limits import declaration, materials
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.steps import NUMBER_OF, STEPS, gaps
from qingshan.apps.applications.verbs.save_draft import save_draft
from qingshan.apps.applications.verbs.start_draft import start_draft
from qingshan.apps.parties.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 17)
TYPED_MOST = 12


def begun(office, part: str = "village") -> Draft:
    user = User.objects.get(username=part)
    return start_draft(office.call(part), user=user.pk, party=office.party(part))


def told(office, draft: Draft, **answers: str) -> Draft:
    save_draft(office.call("village"), draft=draft.pk, version=99, answers=answers)
    draft.refresh_from_db()
    return draft


def test_a_village_types_at_most_twelve_fields() -> None:
    typed = {f"{step}.{name}" for step, form in FORMS.items() for name in typed_fields(form)}
    assert len(typed) <= TYPED_MOST, sorted(typed)
    assert "land.name" in typed


def test_every_step_has_a_form_and_every_need_a_name() -> None:
    assert list(FORMS) == [step.name for step in STEPS] == list(NUMBER_OF)
    assert [f"applications/parts/{step}.html" for step in FORMS] == [
        "applications/parts/applicant.html",
        "applications/parts/land.html",
        "applications/parts/method.html",
        "applications/parts/households.html",
        "applications/parts/papers.html",
        "applications/parts/submit.html",
    ]
    for kind in ("person", "collective", "cooperative", "farm", "enterprise"):
        assert set(materials(kind, TODAY)) <= set(PAPERS) | {"households", "consent"}


def test_an_agent_without_fee_is_refused(office) -> None:
    draft = told(office, begun(office), through_agent="yes", agent_name="某某服务部")
    codes = [gap.code for gap in gaps(draft, TODAY) if gap.step == "applicant"]
    assert codes.count("E-AP-03") == 2, "fee and power of attorney"


def test_consent_of_two_thirds_and_a_notice_that_was_posted(office) -> None:
    draft = told(office, begun(office), consent_agreed="40", consent_total="60")
    assert "E-AP-06" not in {fault.code for fault in faults(draft, TODAY)}
    draft = told(office, draft, consent_agreed="39", notice_day="2026-07-18")
    assert {"E-AP-06", "E-AP-09"} <= {fault.code for fault in faults(draft, TODAY)}


def test_an_agreed_wording_that_changed_is_agreed_anew(office) -> None:
    _, version = declaration(TODAY)
    draft = told(office, begun(office), declared=version)
    assert "E-AP-10" not in {fault.code for fault in faults(draft, TODAY)}
    draft = told(office, draft, declared="2020-01-01")
    assert "E-AP-10" in {fault.code for fault in faults(draft, TODAY)}

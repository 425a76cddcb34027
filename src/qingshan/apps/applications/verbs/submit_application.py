"""Hand an application in: survey, project, households and case come into being in one act."""

from __future__ import annotations

from functools import partial

from qingshan.apps.applications.checks import faults
from qingshan.apps.applications.drafts import change
from qingshan.apps.applications.models import Application, Household
from qingshan.apps.applications.numbers import check_code
from qingshan.apps.applications.printing import form_pdf
from qingshan.apps.applications.registering import Entering, entered, households_of
from qingshan.apps.applications.statement import stated
from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label

SERIES, KIND, SUBJECT = "SJ", "ticket_application", "projects.monitoringperiod"


@verb(
    event="application.submitted",
    label=Label("提交申请", "submit the application"),
    roles=("applicant",),
)
def submit_application(call: Call, *, draft: int, version: int) -> Done[Application]:
    """Enter all that a draft states; a refusal leaves nothing behind but the draft.

    Raises
    ------
    Refused
        All at once: E-AP-02 and E-AP-03 what is missing, E-AP-06 consent, E-AP-09 notice, E-AP-10
        declaration, E-SH codes of the list of households, and whatever survey, certificate and
        project refuse (E-UP, E-GE, E-FD, E-TN, E-EL); E-AP-01 when another window saved since.
    """
    found = change(call, draft, "submit_application", version=version)
    assert found.notice_id is None, "a correction is handed in by submit_correction"
    today = call.when.date()
    wrong = faults(found, today)
    claim = entered(call, found, wrong, Entering(partial(register_project, call.step("register"))))
    refuse_all(wrong)
    assert claim is not None, "nothing was refused"
    number = next_number(SERIES, today.year)
    told = stated(found, today)
    case = open_case(
        call.step("case"),
        kind=KIND,
        title=claim.project.name,
        party=found.party_id,
        county=claim.project.county_code,
        subject_kind=SUBJECT,
        subject_key=str(claim.pk),
    )
    application = Application.objects.create(
        number=number,
        check_code=check_code(number),
        draft=found,
        party_id=found.party_id,
        monitoring=claim,
        case=case,
        submitted=call.when,
        told=told,
        form_digest=sha256(form_pdf(told, number=number, dated=today)),
    )
    Household.objects.bulk_create(households_of(application, found))
    found.save()
    return Done(application, {"number": number, "case": case.number, "claim": claim.pk})

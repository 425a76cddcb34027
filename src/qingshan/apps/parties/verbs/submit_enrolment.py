"""Apply for an account (form F1)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.enrolling import faults
from qingshan.apps.parties.models import Consent, Enrolment
from qingshan.apps.parties.reads import party_with
from qingshan.apps.parties.refusals import CODE_KNOWN
from qingshan.apps.parties.sealing import unseal_fields
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

SERIES = "KH"


@verb(
    event="enrolment.submitted", label=Label("申请开户", "apply for an account"), roles=("member",)
)
def submit_enrolment(  # noqa: PLR0913  the fields of form F1
    call: Call,
    *,
    user: int,
    kind: str,
    name: str,
    name_en: str,
    county_code: str,
    role: str,
    details_sealed: str,
    policy: str,
    power_of_attorney: int | None = None,
) -> Done[Enrolment]:
    """Hand in an application; everything personal comes sealed as one text.

    ``policy`` is the version of the privacy rules under which the separate consent was given.

    Raises
    ------
    Refused
        E-PA-01 the code is entered already; E-PA-03, -04, -12 to -16 what is wrong with the form;
        all at once.
    """
    details = unseal_fields(details_sealed)
    wrong = faults(kind, role, details, has_paper=power_of_attorney is not None, when=call.when)
    known = party_with(credit_code=details.get("number", "")) if kind != "person" else None
    if known is not None:
        wrong.append(Refusal(CODE_KNOWN, details["number"], {"party": known.name}))
    refuse_all(wrong)
    enrolment = Enrolment.objects.create(
        number=next_number(SERIES, call.when.year),
        applicant_id=user,
        kind=kind,
        name=name,
        name_en=name_en,
        county_code=county_code,
        role=role,
        details_sealed=details_sealed,
        power_of_attorney_id=power_of_attorney,
        submitted=call.when,
    )
    Consent.objects.create(
        user_id=user, purpose="enrolment", version=policy, when=call.when, given=True
    )
    return Done(enrolment, {"number": enrolment.number, "kind": kind, "role": role})

"""Hand an application in again after it was returned."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.enrolling import faults
from qingshan.apps.parties.models import Enrolment
from qingshan.apps.parties.refusals import NOT_YOURS
from qingshan.apps.parties.sealing import unseal_fields
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label


@verb(event="enrolment.amended", label=Label("补正后重新提交", "hand in again"), roles=("member",))
def amend_enrolment(  # noqa: PLR0913  the fields of form F1 that may be corrected
    call: Call,
    *,
    user: int,
    enrolment: int,
    name: str,
    name_en: str,
    county_code: str,
    details_sealed: str,
    power_of_attorney: int | None = None,
) -> Done[Enrolment]:
    """Replace the fields; a power of attorney stays unless another one comes.

    Raises
    ------
    Refused
        E-SI-07 not one's own; E-PA-03, -04, -12, -14 to -16 as for ``submit_enrolment``.
    """
    found = locked(Enrolment, enrolment)
    if found.applicant_id != user:
        raise Refused.because(NOT_YOURS)
    paper = power_of_attorney or found.power_of_attorney_id
    details = unseal_fields(details_sealed)
    refuse_all(faults(found.kind, found.role, details, has_paper=paper is not None, when=call.when))
    advance(found, "amend_enrolment", call)
    found.name, found.name_en, found.county_code = name, name_en, county_code
    found.details_sealed, found.power_of_attorney_id = details_sealed, paper
    found.submitted = call.when
    found.save()
    return Done(found, {"number": found.number})

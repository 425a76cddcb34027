"""Open the account: the party is entered and the applicant becomes its operator."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.appointing import grant
from qingshan.apps.parties.enrolling import (
    keep_review,
    next_review,
    paper_kind_of,
    review_faults,
    screening_of,
    taken_up,
)
from qingshan.apps.parties.models import Enrolment, Party
from qingshan.apps.parties.reads import party_with
from qingshan.apps.parties.refusals import CODE_KNOWN
from qingshan.apps.parties.sealing import seal, unseal_fields
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="enrolment.accepted",
    label=Label("准予开户", "open the account"),
    roles=("registrar", "operator"),
)
def accept_enrolment(
    call: Call, *, enrolment: int, checked: list[str], risk: str, screening_reason: str = ""
) -> Done[Enrolment]:
    """Enter party, role and review; the screening is made now, whatever was shown before.

    Raises
    ------
    Refused
        E-PA-09 one's own; E-PA-01 known already, E-PA-17 points not checked, E-PA-18 a screening
        that nobody decided, all at once; then E-PA-05, E-PA-06 when the role may not be given.
    """
    found = taken_up(call, enrolment, "accept_enrolment")
    details = unseal_fields(found.details_sealed)
    screening = screening_of(found, call.when)
    wrong = review_faults(checked, screening, screening_reason)
    paper_kind = paper_kind_of(found.kind, details)
    code = "" if paper_kind else details["number"]
    paper = seal(details["number"]) if paper_kind else ""
    known = party_with(credit_code=code, paper_sealed=paper)
    if known is not None:
        wrong.append(Refusal(CODE_KNOWN, code or "—", {"party": known.name}))
    refuse_all(wrong)
    found.party = Party.objects.create(
        kind=found.kind,
        name=found.name,
        name_en=found.name_en,
        credit_code=code,
        paper_kind=paper_kind,
        paper_sealed=paper,
        county_code=found.county_code,
    )
    found.save(update_fields=["state", "party"])
    grant(call, user=found.applicant, party=found.party.pk, role=found.role, area="")
    again = next_review(risk, call.when.date())
    keep_review(
        call,
        found,
        "accepted",
        reason=screening_reason,
        checked=sorted(checked),
        risk=risk,
        next_review=again,
        screening=screening.outcome,
        hits=list(screening.hits),
        lists=list(screening.lists),
    )
    facts = {"party": found.party.pk, "role": found.role, "risk": risk, "again": str(again)}
    return Done(found, facts | {"screening": screening.outcome})

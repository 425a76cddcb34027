"""Charge a body with measuring or verifying a monitoring period (委托计量、委托核查)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.projects.assigned import OPEN_STATES, ROLES
from qingshan.apps.projects.independence import MEASURER, OWNER, VERIFIER, conflicts
from qingshan.apps.projects.models import PARTS, Assignment, MonitoringPeriod
from qingshan.apps.projects.reads import assigned_body
from qingshan.apps.projects.refusals import BODY_UNFIT
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

LABEL = Label("委托机构", "assign a body")
BODIES = {"measuring": MEASURER, "verifying": VERIFIER}


@verb(
    event="body.assigned",
    label=LABEL,
    roles=("applicant", "county_reviewer", "registrar"),
)
def assign_body(call: Call, *, monitoring: int, part: str, body: int) -> Done[Assignment]:
    """The newest assignment of a part counts; ``part`` is one of ``PARTS``.

    Raises
    ------
    Refused
        E-AU-02 when an applicant does not own the project; E-MC-01 once the part was done; E-PJ-02,
        E-PJ-06 a conflict of interest and E-PJ-07 no such body, all at once.
    """
    assert part in PARTS, "measuring or verifying"
    claim = locked(MonitoringPeriod, monitoring)
    if not call.actor.may("county_reviewer", "registrar"):
        must_act_for(call, claim.project.party_id)
    must_be_in(claim, OPEN_STATES[part], LABEL)
    others = {claim.project.party_id: OWNER}
    for name in PARTS:
        if name != part and (other := assigned_body(claim, name)):
            others[other.pk] = BODIES[name]
    found = party_of(body)
    wrong = conflicts(body, others, call.when.date())
    if not found.memberships.filter(role=ROLES[part]).exists():
        facts = {"party": found.name, "part": PARTS[part]}
        wrong.append(Refusal(BODY_UNFIT, found.name, facts))
    refuse_all(wrong)
    assignment = Assignment.objects.create(monitoring=claim, part=part, body=found, when=call.when)
    return Done(assignment, {"part": part, "body": body})

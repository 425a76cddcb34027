"""Bring a matter before the offices."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.roles import ROLES
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import start_step
from qingshan.apps.casework.kinds import kind_of
from qingshan.apps.casework.machine import OPEN
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import ALREADY_OPEN
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

SERIES = "SX"


@verb(event="case.opened", label=Label("提交事项", "open a case"), roles=tuple(ROLES))
def open_case(  # noqa: PLR0913  the fields of a case
    call: Call,
    *,
    kind: str,
    title: str,
    party: int | None,
    county: str,
    subject_kind: str,
    subject_key: str,
) -> Done[Case]:
    """Open a case; from now on the clock of its acceptance runs.

    ``party`` is who asks, None where nobody is named (a report by a citizen); ``county`` a code of
    six digits, empty for a matter of the whole province; the subject is named by the room that
    opens the case. That room guards who may do so.

    Raises
    ------
    Refused
        E-CW-01 for an unknown kind, E-CW-02 when the same matter is before an office,
        E-AU-02 when an applicant names a foreign party.
    """
    today = call.when.date()
    handlers = kind_of(kind, as_of=today).handlers
    if party is not None and not call.actor.may("system", *handlers):
        must_act_for(call, party)
    standing = Case.objects.filter(
        kind=kind, subject_kind=subject_kind, subject_key=subject_key, state__in=OPEN
    ).first()
    if standing is not None:
        raise Refused.because(ALREADY_OPEN, standing.number)
    case = Case(
        number=next_number(SERIES, today.year),
        kind=kind,
        title=title,
        party_id=party,
        county_code=county,
        subject_kind=subject_kind,
        subject_key=subject_key,
        opened=call.when,
    )
    start_step(case, today)
    case.save()
    return Done(case, {"number": case.number, "kind": kind, "county_code": county})

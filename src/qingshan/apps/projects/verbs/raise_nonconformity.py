"""Find something wrong with a report and say where (开具不符合项)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.anchors import Pointer
from qingshan.apps.projects.examining import must_be_verifier, report_locked
from qingshan.apps.projects.models import SEVERITIES, Nonconformity
from qingshan.apps.projects.statements import keep_statement
from qingshan.core.kernel.label import Label

LABEL = Label("开具不符合项", "raise a nonconformity")


@verb(event="nonconformity.raised", label=LABEL, roles=("verifier",))
def raise_nonconformity(
    call: Call, *, report: int, verifier: int, severity: str, text: str, anchor: str = ""
) -> Done[Nonconformity]:
    """Keep it with its place; the report cannot be verified before it is settled.

    Raises
    ------
    Refused
        E-AU-02, E-MC-01 when the report does not wait for verification, E-PJ-02, E-PJ-05, E-PJ-06
        for a body that may not verify, E-PJ-04 a place unknown, E-PJ-10 no words, E-PJ-17 a later
        report.
    """
    assert severity in SEVERITIES, "a severity"
    must_act_for(call, verifier)
    found, claim = report_locked(report)
    must_be_in(claim, ("reported",), LABEL)
    must_be_verifier(claim, found, verifier, call.when.date())
    made = Nonconformity.objects.create(
        report=found,
        number=found.nonconformities.count() + 1,
        verifier_id=verifier,
        severity=severity,
        anchor=Pointer(found).checked(anchor),
        raised=call.when,
    )
    keep_statement(call, made, party=verifier, verb="raise_nonconformity", text=text)
    return Done(made, {"number": made.number, "severity": severity, "anchor": made.anchor})

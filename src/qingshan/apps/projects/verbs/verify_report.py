"""Verify a report: replay the run from the files that were handed in, digest against digest."""

from __future__ import annotations

from collections.abc import Iterator

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.assigned import must_be_charged
from qingshan.apps.projects.examining import must_be_verifier, report_locked
from qingshan.apps.projects.measuring import replayed
from qingshan.apps.projects.models import MonitoringPeriod, Report, Verification
from qingshan.apps.projects.reads import nonconformities
from qingshan.apps.projects.refusals import NONCONFORMITY_OPEN, QUANTITY_DIFFERS, REPLAY_DIFFERS
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


@verb(event="report.verified", label=Label("核查复算", "verify by replay"), roles=("verifier",))
def verify_report(
    call: Call,
    *,
    report: int,
    verifier: int,
    finding: str = "",
    quantity: int | None = None,
    commitment: str = "",
) -> Done[Verification]:
    """Replay and find equal.

    ``quantity`` is what the body itself arrived at, in carbon units: it must be the claimed one.
    ``commitment`` is the text that the body gives its word on.

    Raises
    ------
    Refused
        E-PJ-01 with the parts that differ, E-PJ-02 or E-PJ-06 when the verifier has another part in
        it or a tie, E-PJ-05 when another body is assigned, E-PJ-15 when none is and experts will
        review; E-PJ-08 with nonconformities that are not settled, E-PJ-09 another quantity,
        E-PJ-17 when a later report was handed in.
    """
    must_act_for(call, verifier)
    found, claim = report_locked(report)
    advance(claim, "verify_report", call)
    must_be_verifier(claim, found, verifier, call.when.date())
    must_be_charged(claim, "verifying", call.when.date())
    refuse_all(_unready(claim, found, quantity))
    again = replayed(found.run)
    if not again.is_equal:
        raise Refused.because(REPLAY_DIFFERS, str(claim), parts=", ".join(again.differs))
    verification = Verification.objects.create(
        report=found,
        verifier_id=verifier,
        replay_digest=again.run.digest,
        equal=True,
        finding=finding or "复算一致",
        quantity=again.run.removal,
        commitment=commitment,
        when=call.when,
    )
    claim.save(update_fields=["state"])
    facts = {"digest": again.run.digest, "removal": again.run.removal}
    return Done(verification, {**facts, **beside(claim)})


def _unready(claim: MonitoringPeriod, report: Report, quantity: int | None) -> Iterator[Refusal]:
    if count := nonconformities(claim).exclude(state="settled").count():
        yield Refusal(NONCONFORMITY_OPEN, str(claim), {"count": count})
    claimed = report.run.removal
    if quantity is not None and quantity != claimed:
        facts = {"verified_t": tonnes_text(quantity), "claimed_t": tonnes_text(claimed)}
        yield Refusal(QUANTITY_DIFFERS, str(claim), facts)

"""Who a case belongs to: its parties and the offices, and nobody else."""

from __future__ import annotations

from qingshan.apps.base import refusals
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.reads import assigned_body
from qingshan.core.kernel.errors import Refused

OFFICES = (
    "county_reviewer", "expert", "forestry_signer", "ecology_signer", "registrar", "auditor",
)  # fmt: skip


def may_see(actor: Actor, claim: MonitoringPeriod) -> bool:
    """Whether somebody may read the papers of a case before a ticket makes them public."""
    return (
        actor.acts_for(claim.project.party_id)
        or actor.may(*OFFICES)
        or may_measure(actor, claim)
        or _is_charged(actor, claim, "verifying", "verifier")
    )


def may_measure(actor: Actor, claim: MonitoringPeriod) -> bool:
    """Whether somebody may measure a case: for the body charged with it, never for the owner."""
    owner = claim.project.party_id
    return _is_charged(actor, claim, "measuring", "measurer") and not actor.acts_for(owner)


def refuse_stranger(call: Call, claim: MonitoringPeriod) -> None:
    """Refuse (E-AU-02) who neither acts for the owner nor measures."""
    actor, owner = call.actor, claim.project.party
    if not (actor.acts_for(owner.pk) or may_measure(actor, claim)):
        raise Refused.because(refusals.PARTY_FOREIGN, actor.shown, party=owner.label)


def refuse_outsider(call: Call, claim: MonitoringPeriod) -> None:
    """Refuse (E-AU-02) who neither measures nor verifies a case."""
    actor = call.actor
    if not (may_measure(actor, claim) or may_verify(actor, claim)):
        raise Refused.because(refusals.PARTY_FOREIGN, actor.shown, party=claim.project.party.label)


def may_verify(actor: Actor, claim: MonitoringPeriod) -> bool:
    """Whether somebody may verify a case: for the body charged with it, never for the owner."""
    owner = claim.project.party_id
    return _is_charged(actor, claim, "verifying", "verifier") and not actor.acts_for(owner)


def _is_charged(actor: Actor, claim: MonitoringPeriod, part: str, role: str) -> bool:
    """A part that was not assigned yet is open to every body of its kind."""
    body = assigned_body(claim, part)
    return actor.may(role) and (body is None or actor.acts_for(body.pk))

"""One department puts its key under a verified report."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.roles import role_label, role_missing
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.stages import required_stages
from qingshan.apps.registry.models import OFFICES, Signature
from qingshan.apps.registry.office_keys import key_in_force
from qingshan.apps.registry.readiness import must_be_latest, must_be_ready
from qingshan.apps.registry.refusals import ALREADY_SIGNED, SAME_SIGNER
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

LABEL = Label("会签", "co-sign")


@verb(
    event="report.signed",
    label=LABEL,
    roles=("forestry_signer", "ecology_signer"),
)
def sign_report(call: Call, *, report: int, office: str, party: int) -> Done[Signature]:
    """Sign the report's digest with the office's key; either order, two different people.

    Raises
    ------
    Refused
        E-AU-01 without the office's role, E-RG-02 for the same person twice, E-RG-10 for the same
        office twice, E-MC-01 when the report is not verified, E-RG-03 when a later one came,
        E-RG-20 and E-RG-21 for a key that was changed or is not in force; whatever a required
        stage says.
    """
    assert office in OFFICES, "two departments sign"
    must_act_for(call, party)
    found = Report.objects.select_related("run").get(pk=report)
    claim = locked(MonitoringPeriod, found.run.monitoring_id)
    _check(call, claim, office)
    must_be_latest(found)
    if found.signatures.filter(office=office).exists():
        raise Refused.because(ALREADY_SIGNED, str(claim), office=role_label(f"{office}_signer"))
    if found.signatures.filter(actor=call.actor.name).exists():
        raise Refused.because(SAME_SIGNER, str(claim))
    must_be_ready(found, required_stages(call.when.date()))
    key = key_in_force(office, call.when.date())
    signature = Signature.objects.create(
        report=found,
        office=office,
        party_id=party,
        actor=call.actor.name,
        digest=found.digest,
        key_id=key.key_id,
        signature=key.sign(bytes.fromhex(found.digest)),
        when=call.when,
    )
    return Done(signature, {"office": office, "digest": found.digest, "key": key.key_id})


def _check(call: Call, claim: MonitoringPeriod, office: str) -> None:
    role = f"{office}_signer"
    if not call.actor.may(role):
        raise role_missing(call.actor, LABEL, (role,))
    must_be_in(claim, ("verified",), LABEL)

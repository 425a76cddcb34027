"""Issue a ticket once both departments have signed: number, block, chain and face together."""

from __future__ import annotations

from qingshan.apps.base import files
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.casework.reads import case_of
from qingshan.apps.casework.verbs.close_case import close_case
from qingshan.apps.land.claims import settle_claim
from qingshan.apps.projects.claims import refuse_double_claims
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.stages import SUBJECT, required_stages
from qingshan.apps.registry import printing
from qingshan.apps.registry.life import REGISTRY
from qingshan.apps.registry.models import OFFICE_NAMES, OFFICES, Ticket
from qingshan.apps.registry.office_keys import is_genuine
from qingshan.apps.registry.readiness import must_be_latest, must_be_ready
from qingshan.apps.registry.refusals import CHANGED_SINCE, KEY_MISSING, NOTHING_TO_ISSUE
from qingshan.apps.registry.serials import take_block
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label, enumerated
from qingshan.core.kernel.units import CARBON_PER_TONNE, tonnes_text
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post
from qingshan.core.tables.shelf import open_shelf


@verb(event="ticket.issued", label=Label("签发", "issue the ticket"), roles=("registrar",))
def issue_ticket(call: Call, *, report: int) -> Done[Ticket]:
    """Bring whole tonnes into being; the remainder is recorded and never credited.

    A case that was forwarded ends with it, under the number of the ticket.

    Raises
    ------
    Refused
        E-RG-01 a key is missing, E-RG-03 the report changed since, E-RG-04 less than a tonne,
        E-EL-11 another issued claim holds the same land and days; whatever a required stage says.
    """
    found = Report.objects.select_related("run__monitoring__project__party").get(pk=report)
    claim = locked(MonitoringPeriod, found.run.monitoring_id)
    advance(claim, "issue_ticket", call)
    today = call.when.date()
    must_be_latest(found)
    _check_keys(found)
    must_be_ready(found, required_stages(today))
    refuse_double_claims(claim, as_of=today, among=["issued"])
    tonnes, remainder = divmod(found.run.removal, CARBON_PER_TONNE)
    if tonnes < 1:
        raise Refused.because(
            NOTHING_TO_ISSUE, str(claim), removal_t=tonnes_text(found.run.removal)
        )
    quantity = tonnes * CARBON_PER_TONNE
    prefix = open_shelf().text("registry.ticket", key="ticket", name="ticket_prefix", as_of=today)
    number = next_number(prefix.value, today.year)
    block = take_block(quantity)
    written = printing.ticket(
        number, found, quantity=quantity, first_serial=block.lower, when=call.when
    )
    share = open_shelf().value(
        "registry.ticket", key="ticket", name="buffer_share", unit="%", as_of=today
    )
    buffer = int(quantity * share.value // 100) // CARBON_PER_TONNE * CARBON_PER_TONNE
    ticket = Ticket.objects.create(
        number=number,
        monitoring=claim,
        report=found,
        party=claim.project.party,
        quantity=quantity,
        remainder=remainder,
        buffer=buffer,
        block=block,
        area_m2=printing.area_m2(claim),
        issued=call.when,
        check_code=written.check_code,
        face=files.keep(written.pdf, name=f"{number}.pdf", media_type=printing.MEDIA_TYPE),
    )
    store.open_asset(ticket.asset, AssetKind.CARBON)
    store.post_one(_chain(ticket), when=call.when)
    settle_claim(claim.land_claim_id, "issue_ticket", call, number=number)
    claim.save(update_fields=["state"])
    _end_case(call, claim, number)
    facts = {"number": number, "quantity": quantity, "remainder": remainder, "buffer": buffer}
    facts |= {"run": found.run.digest, "face": ticket.face.digest}
    return Done(ticket, {**facts, **beside(claim)})


def _end_case(call: Call, claim: MonitoringPeriod, number: str) -> None:
    """What the case asked for is done: one that was forwarded is closed by the register."""
    case = case_of(SUBJECT, str(claim.pk))
    if case is not None and case.state == "forwarded":
        step = Call(SYSTEM, call.when, f"{call.key}/case")
        close_case(step, case=case.pk, outcome=number)


def _chain(ticket: Ticket) -> Chain:
    def account(owner: str, kind: AccountKind) -> AccountId:
        return AccountId(ticket.asset, owner, kind)

    supply = account(REGISTRY, AccountKind.SUPPLY)
    moves = [
        post(
            supply, account(ticket.party.owner, AccountKind.PARTY), ticket.quantity - ticket.buffer
        )
    ]
    if ticket.buffer:
        moves.append(post(supply, account(REGISTRY, AccountKind.BUFFER), ticket.buffer))
    return Chain(key=f"issue:{ticket.number}", code="issue", transfers=tuple(moves))


def _check_keys(report: Report) -> None:
    signed = {signature.office: signature for signature in report.signatures.all()}
    missing = [OFFICE_NAMES[office] for office in OFFICES if office not in signed]
    if missing:
        raise Refused.because(KEY_MISSING, str(report), missing=enumerated(missing))
    for signature in signed.values():
        if not is_genuine(signature) or signature.digest != report.digest:
            raise Refused.because(CHANGED_SINCE, str(report))

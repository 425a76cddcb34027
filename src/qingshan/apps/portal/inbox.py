"""What waits for whom: every act of the workspace that needs nothing but a press of its button."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.urls import reverse

from qingshan.apps.applications.acts import ACTS as APPLICATION_ACTS
from qingshan.apps.auctions.acts import ACTS as AUCTION_ACTS
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verbs
from qingshan.apps.casework.acts import ACTS as CASE_ACTS
from qingshan.apps.custody.acts import ACTS as CUSTODY_ACTS
from qingshan.apps.diligence.acts import ACTS as DILIGENCE_ACTS
from qingshan.apps.exchange.acts import ACTS as EXCHANGE_ACTS
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.reads import listings_of, waiting_trades
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.notices.acts import ACTS as NOTICE_ACTS
from qingshan.apps.parties.acting import party_in_role
from qingshan.apps.parties.acts import ACTS as PARTY_ACTS
from qingshan.apps.pledges.acts import ACTS as PLEDGE_ACTS
from qingshan.apps.portal.refusals import NOT_WAITING
from qingshan.apps.projects.access import may_measure
from qingshan.apps.projects.assigned import lacks_body
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.reads import assigned_body, claims_in, latest_report, latest_run
from qingshan.apps.projects.stages import is_taken_on
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.submit_report import submit_report
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.apps.registry.acts import ACTS as REGISTRY_ACTS
from qingshan.apps.remedies.acts import ACTS as REMEDY_ACTS
from qingshan.apps.review.acts import ACTS as REVIEW_ACTS
from qingshan.apps.surveillance.acts import ACTS as SURVEILLANCE_ACTS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text


def tasks_for(actor: Actor, *, due: bool) -> list[Task]:
    """What waits for this actor, or what the actor may do at will."""
    found: list[Task] = []
    for act in ACTS.values():
        if act.is_due == due and actor.may(*act.roles):
            found += act.subjects(actor)
    return found


def perform(call: Call, act: str, key: int) -> Model:
    """Do an act of the inbox; the verb's own guards decide.

    Raises
    ------
    Refused
        E-PO-05 when nothing of that kind waits, and whatever the verb refuses.
    """
    known = ACTS.get(act)
    if known is None or known.do is None:
        raise Refused.because(NOT_WAITING, act)
    try:
        return known.do(call, key)
    except ObjectDoesNotExist:
        raise Refused.because(NOT_WAITING, act) from None


def _claim_task(act: str, claim: MonitoringPeriod, verb: str) -> Task:
    run = latest_run(claim)
    note = Label("", "")
    if run is not None:
        amount = tonnes_text(run.removal)
        note = Label(f"减排量 {amount} 吨", f"removal {amount} t")
    return Task(act, claim.pk, verbs()[verb].label, str(claim), note, claim.survey.received)


def _to_measure(act: str, state: str) -> Callable[[Actor], Iterable[Task]]:
    """What is done on the work page of a case, for the body that may measure it."""

    def waiting(actor: Actor) -> Iterable[Task]:
        today = now().date()
        for claim in claims_in(state):
            is_ready = is_taken_on(claim, today) and not lacks_body(claim, "measuring", today)
            if is_ready and may_measure(actor, claim):
                task = _claim_task(act, claim, act)
                yield replace(task, href=reverse("measuring", args=[claim.pk]))

    return waiting


def _to_verify(actor: Actor) -> Iterable[Task]:
    """What is done on the page of a verification, for the body that is charged with it."""
    today = now().date()
    for claim in claims_in("reported"):
        if lacks_body(claim, "verifying", today):
            continue
        body, report = assigned_body(claim, "verifying"), latest_report(claim)
        if report is not None and (body is None or actor.acts_for(body.pk)):
            task = _claim_task("verify_report", claim, "verify_report")
            yield replace(task, href=reverse("verification", args=[report.pk]))


def _report(key: int) -> Report:
    report = latest_report(MonitoringPeriod.objects.get(pk=key))
    if report is None:
        raise Refused.because(NOT_WAITING, str(key))
    return report


def _measure(call: Call, key: int) -> Model:
    body = party_in_role(call.actor, "measurer")
    return measure_period(call, monitoring=key, measurer=body, as_of=call.when.date())


def _submit(call: Call, key: int) -> Model:
    return submit_report(call, monitoring=key)


def _verify(call: Call, key: int) -> Model:
    body = party_in_role(call.actor, "verifier")
    return verify_report(call, report=_report(key).pk, verifier=body)


def _trades(_actor: Actor) -> Iterable[Task]:
    return [_trade_task(trade) for trade in waiting_trades()]


def _trade_task(trade: Trade) -> Task:
    amount = yuan(trade.amount_fen)
    note = Label(
        f"{tonnes_text(trade.quantity)} 吨，{amount} 元",
        f"{tonnes_text(trade.quantity)} t, CNY {amount}",
    )
    label = verbs()["settle_trade"].label
    return Task("settle_trade", trade.pk, label, str(trade), note, trade.agreed)


def _settle(call: Call, key: int) -> Model:
    return settle_trade(call, trade=key)


def _own_listings(actor: Actor) -> Iterable[Task]:
    return [_listing_task(listing) for listing in listings_of(actor.parties)]


def _listing_task(listing: Listing) -> Task:
    left, price = tonnes_text(listing.left), yuan(listing.price_fen)
    note = Label(f"剩余 {left} 吨，{price} 元/吨", f"{left} t left at CNY {price}")
    if listing.state == "submitted":
        note = Label(f"待审核，{left} 吨，{price} 元/吨", f"under review, {left} t at CNY {price}")
    label = verbs()["cancel_listing"].label
    return Task("cancel_listing", listing.pk, label, str(listing), note, listing.listed)


def _cancel(call: Call, key: int) -> Model:
    return cancel_listing(call, listing=key)


ACTS: dict[str, Act] = {
    **APPLICATION_ACTS,
    **CASE_ACTS,
    **NOTICE_ACTS,
    **PARTY_ACTS,
    **REVIEW_ACTS,
    "measure_period": Act(("measurer",), _to_measure("measure_period", "registered"), _measure),
    "submit_report": Act(("measurer",), _to_measure("submit_report", "measured"), _submit),
    "verify_report": Act(("verifier",), _to_verify, _verify),
    **REGISTRY_ACTS,
    **REMEDY_ACTS,
    **CUSTODY_ACTS,
    **EXCHANGE_ACTS,
    **AUCTION_ACTS,
    "settle_trade": Act(("operator",), _trades, _settle),
    "cancel_listing": Act(("applicant", "trader"), _own_listings, _cancel, is_due=False),
    **PLEDGE_ACTS,
    **DILIGENCE_ACTS,
    **SURVEILLANCE_ACTS,
}

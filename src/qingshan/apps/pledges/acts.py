"""What the inbox learns of this room: a release to answer, to propose or to take back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.pledges.models import PledgeRelease
from qingshan.apps.pledges.reads import (
    pledges_to_release,
    releases_proposed_by,
    releases_to_answer,
    unanswered,
)
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.withdraw_release import withdraw_release
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day

SIDES = ("bank", "applicant")


def _to_answer(actor: Actor) -> Iterable[Task]:
    for one in releases_to_answer(actor.parties):
        label, there = verb_label("release_pledge"), reverse("pledge", args=[one.pledge.number])
        yield Task("release_pledge", one.pk, label, str(one), _said(one), one.proposed, there)


def _own(actor: Actor) -> Iterable[Task]:
    for one in releases_proposed_by(actor.parties):
        label = verb_label("withdraw_release")
        yield Task("withdraw_release", one.pk, label, str(one), _said(one), one.proposed)


def _standing(actor: Actor) -> Iterable[Task]:
    for pledge in pledges_to_release(actor.parties):
        amount, label = tonnes_text(pledge.quantity), verb_label("propose_release")
        note = Label(
            f"质押 {amount} 吨，至 {pledge.until}", f"{amount} t pledged until {pledge.until}"
        )
        yield Task("propose_release", pledge.pk, label, str(pledge), note, pledge.registered)


def _unanswered(_actor: Actor) -> Iterable[Task]:
    label = verb_label("cancel_pledge")
    for one in unanswered(booking_day(now())):
        there = reverse("cancel_pledge", args=[one.pledge.number])
        who = one.counterparty.label
        note = Label(f"{who.zh}逾期未答复解除", f"{who.en} did not answer the release")
        yield Task("cancel_pledge", one.pk, label, str(one), note, one.proposed, there)


def _said(release: PledgeRelease) -> Label:
    amount, who = tonnes_text(release.pledge.quantity), release.proposer.label
    return Label(f"{who.zh}提出，{amount} 吨", f"proposed by {who.en}, {amount} t")


def _propose(call: Call, key: int) -> Model:
    return propose_release(call, pledge=key)


def _withdraw(call: Call, key: int) -> Model:
    return withdraw_release(call, release=key)


ACTS: dict[str, Act] = {
    "release_pledge": Act(SIDES, _to_answer),
    "cancel_pledge": Act(("registrar",), _unanswered, is_due=False),
    "propose_release": Act(SIDES, _standing, _propose, is_due=False),
    "withdraw_release": Act(SIDES, _own, _withdraw, is_due=False),
}

"""A pledge ends when both sides have said so, each for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from qingshan.apps.books import audit, reads
from qingshan.apps.pledges.models import Pledge, PledgeRelease
from qingshan.apps.pledges.tests.test_pledges import client_of, defaulted, holding, pledge
from qingshan.apps.pledges.verbs.decline_release import decline_release
from qingshan.apps.pledges.verbs.foreclose_pledge import foreclose_pledge
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.pledges.verbs.withdraw_release import withdraw_release
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture
def standing(office, ticket) -> Pledge:
    return pledge(office, ticket, carbon("12.3456"))


@pytest.mark.parametrize(("proposer", "other"), [("farm", "bank"), ("bank", "farm")])
def test_either_side_proposes_and_the_other_restores_exactly(
    office, ticket, standing, proposer, other
):
    before = holding(ticket)
    call = office.call(proposer)
    asked = propose_release(call, pledge=standing.pk)
    assert propose_release(call, pledge=standing.pk) == asked
    assert (asked.proposer_id, asked.counterparty_id) == (
        office.party(proposer),
        office.party(other),
    )
    # Until the other side has said so, nothing moves.
    assert holding(ticket) == before
    call = office.call(other)
    done = release_pledge(call, release=asked.pk)
    assert release_pledge(call, release=asked.pk) == done
    asked.refresh_from_db()
    assert (done.state, asked.state) == ("released", "confirmed")
    assert holding(ticket) == reads.Balance(before.posted, 0, before.posted)
    assert reads.open_holds(asset=ticket.asset) == []
    assert audit.verify() is None


def test_only_the_two_sides_and_each_for_itself(office, standing, refuses):
    with refuses("E-AU-02"):
        propose_release(office.call("village"), pledge=standing.pk)
    with refuses("E-AU-01"):
        propose_release(office.call("registrar"), pledge=standing.pk)
    asked = propose_release(office.call("farm"), pledge=standing.pk)
    for act in (release_pledge, withdraw_release):
        with refuses("E-AU-02"):
            act(office.call("village"), release=asked.pk)
    with refuses("E-AU-02"):
        release_pledge(office.call("farm"), release=asked.pk)
    with refuses("E-AU-02"):
        decline_release(office.call("farm"), release=asked.pk, reason="x")
    with refuses("E-AU-02"):
        withdraw_release(office.call("bank"), release=asked.pk)
    # One person who acts for both sides is still one hand.
    call = office.call("farm")
    both = replace(
        call.actor,
        roles=call.actor.roles | {"bank"},
        parties=call.actor.parties | {office.party("bank")},
    )
    with refuses("E-PL-09"):
        release_pledge(replace(call, actor=both, key="both"), release=asked.pk)
    standing.refresh_from_db()
    assert standing.state == "registered"


def test_one_proposal_at_a_time_which_can_be_declined_or_withdrawn(office, standing, refuses):
    first = propose_release(office.call("farm"), pledge=standing.pk)
    with refuses("E-PL-08"):
        propose_release(office.call("bank"), pledge=standing.pk)
    with refuses("E-PL-10"):
        decline_release(office.call("bank"), release=first.pk, reason=" ")
    call = office.call("bank")
    declined = decline_release(call, release=first.pk, reason="尚欠利息")
    assert decline_release(call, release=first.pk, reason="尚欠利息") == declined
    with refuses("E-MC-01"):
        release_pledge(office.call("bank"), release=first.pk)
    second = propose_release(office.call("bank"), pledge=standing.pk)
    call = office.call("bank")
    assert withdraw_release(call, release=second.pk).state == "withdrawn"
    assert withdraw_release(call, release=second.pk).pk == second.pk
    with refuses("E-MC-01"):
        release_pledge(office.call("farm"), release=second.pk)
    states = standing.releases.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["declined", "withdrawn"]


def test_a_loan_in_default_is_released_likewise_and_a_disposal_ends_the_proposal(
    office, ticket, refuses
):
    paid, sold = defaulted(office, ticket, carbon(2)), defaulted(office, ticket, carbon(3))
    asked = propose_release(office.call("bank"), pledge=paid.pk)
    assert release_pledge(office.call("farm"), release=asked.pk).state == "released"
    late = propose_release(office.call("farm"), pledge=sold.pk)
    told = {"pledge": sold.pk, "receiver": office.party("buyer"), "document": "1 号裁定"}
    assert foreclose_pledge(office.call("registrar"), **told).state == "foreclosed"
    late.refresh_from_db()
    assert (late.state, late.answered is None) == ("lapsed", False)
    with refuses("E-MC-01"):
        release_pledge(office.call("bank"), release=late.pk)
    assert audit.verify() is None


def test_from_asking_to_release_on_the_pages(office, standing):
    farm, bank = client_of("farm"), client_of("bank")
    page, number = reverse("pledge", args=[standing.number]), [standing.number]
    assert bank.get(reverse("decline_release", args=number)).status_code == 404
    assert client_of("buyer").post(reverse("propose_release", args=number)).status_code == 403
    assert client_of("village").post(reverse("propose_release", args=number)).status_code == 404
    assert standing.number in bank.get(reverse("desk")).content.decode()
    assert "提出解除质押" in farm.get(page).content.decode()
    assert farm.post(reverse("propose_release", args=number), {"key": "a"}).status_code == 302
    assert "待示例农村商业银行确认" in farm.get(page).content.decode()
    assert "撤回解除申请" in farm.get(page).content.decode()
    seen = bank.get(page).content.decode()
    assert "确认解除质押" in seen
    assert "登记违约" in seen
    assert "确认解除质押" in bank.get(reverse("desk")).content.decode()
    decline = reverse("decline_release", args=number)
    assert "不同意的理由" in bank.get(decline).content.decode()
    assert bank.post(decline, {"key": "b", "reason": ""}).status_code == 422
    assert bank.post(decline, {"key": "b", "reason": "尚欠利息"}).status_code == 302
    assert "尚欠利息" in farm.get("/en" + page).content.decode()
    farm.post(reverse("propose_release", args=number), {"key": "c"})
    assert farm.post(reverse("withdraw_release", args=number), {"key": "d"}).status_code == 302
    farm.post(reverse("propose_release", args=number), {"key": "e"})
    assert bank.post(reverse("release_pledge", args=number), {"key": "f"}).status_code == 302
    assert PledgeRelease.objects.latest("pk").state == "confirmed"
    assert "双方已确认" in farm.get(page).content.decode()

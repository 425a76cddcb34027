"""Issues and retirements at one moment: blocks and cuts follow each other without a gap."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from qingshan.apps.books import audit
from qingshan.apps.books.reads import balance
from qingshan.apps.land.models import Claim
from qingshan.apps.portal.news import news
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import Cut, HoldingTransfer, Ticket, TransferOrder
from qingshan.apps.registry.reads import standing
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_issues_at_once_take_neighbouring_blocks(open_office, elsewhere, until_waiting):
    reports = [open_office.signed() for _ in range(2)]
    with transaction.atomic():
        first = open_office.issued(reports[0])
        waiting = elsewhere(open_office.issued, reports[1])
        until_waiting()
    second = waiting.result()
    assert second.block.lower == first.block.upper
    assert [ticket.number[8:14] for ticket in (first, second)] == ["000001", "000002"]


def test_an_issue_that_is_taken_back_leaves_no_gap(open_office, elsewhere, until_waiting):
    reports = [open_office.signed() for _ in range(2)]
    with transaction.atomic():
        lost = open_office.issued(reports[0])
        waiting = elsewhere(open_office.issued, reports[1])
        until_waiting()
        transaction.set_rollback(True)
    kept = waiting.result()
    assert kept.block.lower == lost.block.lower
    assert kept.number == lost.number
    assert Ticket.objects.count() == 1


def test_many_retirements_at_once_cut_without_a_gap(open_office, elsewhere):
    ticket = open_office.issued()

    def retire(tonnes: int) -> None:
        retire_units(
            open_office.call("farm"),
            ticket=ticket.pk,
            party=open_office.party("farm"),
            quantity=carbon(tonnes),
            purpose="public_good",
            beneficiary=named(SELF),
        )

    whole = ticket.quantity // 10_000
    tried = [elsewhere(retire, tonnes) for tonnes in (1, 2, 3, 4, whole, whole)]
    faults = [answer.exception() for answer in tried]
    refused = [fault for fault in faults if fault is not None]
    assert all(isinstance(fault, Refused) for fault in refused), refused
    assert {fault.refusals[0].code for fault in refused} == {"E-LG-22"}
    spans = sorted(Cut.objects.values_list("span", flat=True), key=lambda span: span.lower)
    edges = [ticket.block.lower, *(span.upper for span in spans)]
    assert [span.lower for span in spans] == edges[:-1]
    assert len(spans) == faults.count(None)
    assert standing(ticket).retired == sum(span.upper - span.lower for span in spans)
    assert audit.verify() is None


def test_two_issues_of_one_land_at_once_give_one_ticket(open_office, elsewhere, until_waiting):
    """The overlap is looked at again in the transaction of the issue, one after the other."""
    plot = {"plot": 1, "growth_m3_ha_yr": 3.0}
    first = open_office.claimed(open_office.file(**plot))
    later = open_office.claimed(
        open_office.file(**plot), start=open_office.end, end=date(2026, 6, 1)
    )
    reports = [
        open_office.signed(open_office.verified(open_office.reported(c))) for c in (first, later)
    ]
    MonitoringPeriod.objects.filter(pk=later.pk).update(start=first.start)
    Claim.objects.filter(pk=later.land_claim_id).update(start=first.start)
    with transaction.atomic():
        ticket = open_office.issued(reports[0])
        waiting = elsewhere(open_office.issued, reports[1])
        until_waiting()
    fault = waiting.exception()
    assert isinstance(fault, Refused)
    assert {refusal.code for refusal in fault.refusals} == {"E-EL-11"}
    assert list(Ticket.objects.all()) == [ticket]


def order(office, *lines):
    told = {"ground": "judgment", "document": "（2026）黔26民终1号"}
    return transfer_holdings(office.call("registrar"), lines=list(lines), **told)


def test_two_orders_at_once_take_no_more_than_there_is(open_office, elsewhere, until_waiting):
    """The later one saw enough before it waited; the ledger refuses it, and the line is told."""
    ticket = open_office.issued()
    farm, buyer, village = (open_office.party(part) for part in ("farm", "buyer", "village"))
    own = holding(ticket, open_office.cast["farm"].party.owner)
    whole = balance(own).posted
    most = whole - carbon(1)

    def line(target: int, quantity: int) -> dict[str, int]:
        return {"ticket": ticket.pk, "source": farm, "target": target, "quantity": quantity}

    with transaction.atomic():
        order(open_office, line(buyer, most))
        waiting = elsewhere(order, open_office, line(buyer, carbon(1)), line(village, most - 1))
        until_waiting()
    fault = waiting.exception()
    assert isinstance(fault, Refused)
    found = [(refusal.code, refusal.place) for refusal in fault.refusals]
    assert found == [("E-LG-22", Label("第 2 行", "line 2"))]
    assert TransferOrder.objects.count() == HoldingTransfer.objects.count() == 1
    assert balance(own).posted == carbon(1)
    assert audit.verify() is None
    assert {(one.what.zh, one.about) for one in news()[0] if one.name == "holding.transferred"} == {
        ("非交易过户", ticket.number)
    }

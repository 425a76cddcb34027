"""Whole tonnes come into being once, with a number, a block, a chain and a face."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from qingshan.apps.base import files, journal
from qingshan.apps.base.models import Counter
from qingshan.apps.books import reads as books
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import shown_code
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.registry.models import Cut, NumberSpace, Ticket
from qingshan.apps.registry.reads import standing, totals
from qingshan.apps.registry.verbs.issue_ticket import issue_ticket
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.ledger.model import AccountId, AccountKind

pytestmark = pytest.mark.django_db


def losing(frame, shapes):
    """The stock fell between the two dates."""
    return frame.with_columns(Q_ZXJ=frame["ZXJ"] * 1.1), shapes


def standing_still(frame, shapes):
    """The stock is the same at both dates."""
    return frame.with_columns(Q_ZXJ=frame["HUO_LMGQXJ"] * frame["MIAN_JI"]), shapes


def test_whole_tonnes_are_issued_and_the_rest_is_not(office):
    report = office.signed()
    ticket = office.issued(report)
    removal = report.run.removal
    assert ticket.quantity % CARBON_PER_TONNE == 0
    assert ticket.quantity + ticket.remainder == removal
    assert 0 <= ticket.remainder < CARBON_PER_TONNE
    assert ticket.number.startswith("GZ-2026-000001-")
    assert ticket.block.upper - ticket.block.lower == ticket.quantity
    assert ticket.party_id == office.party("farm")
    assert MonitoringPeriod.objects.get(pk=ticket.monitoring_id).state == "issued"
    supply = AccountId(ticket.asset, "registry", AccountKind.SUPPLY)
    holder = AccountId(ticket.asset, ticket.party.owner, AccountKind.PARTY)
    assert books.balance(supply).posted == -ticket.quantity
    assert books.balance(holder).available == ticket.quantity
    assert files.read(ticket.face.digest).startswith(b"%PDF-")
    (event,) = journal.of_subject(ticket)
    assert event.facts["face"] == ticket.face.digest
    assert event.facts["run"] == report.run.digest
    found = totals(date(2026, 7, 17))
    assert (found.tickets, found.issued, found.retired) == (1, ticket.quantity, 0)
    assert found.area_m2 == sum(
        ticket.monitoring.survey.compartments.values_list("stated_area_m2", flat=True)
    )


def test_numbers_and_blocks_follow_each_other(office):
    first, second = office.issued(), office.issued()
    assert (first.number[:14], second.number[:14]) == ("GZ-2026-000001", "GZ-2026-000002")
    assert second.block.lower == first.block.upper
    assert NumberSpace.objects.get().next_number == second.block.upper


def test_a_ticket_is_issued_once(office, refuses):
    report = office.signed()
    office.issued(report)
    with refuses("E-MC-01"):
        office.issued(report)
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("edit", [losing, standing_still])
def test_a_loss_or_nothing_is_not_issued_and_takes_no_number(office, refuses, edit):
    report = office.signed(office.verified(office.reported(office.claimed(office.file(edit=edit)))))
    assert report.run.removal < CARBON_PER_TONNE
    before = list(Counter.objects.values_list("series", "last"))
    with refuses("E-RG-04"):
        office.issued(report)
    assert list(Counter.objects.values_list("series", "last")) == before
    assert not NumberSpace.objects.exists()
    assert MonitoringPeriod.objects.get(pk=report.run.monitoring_id).state == "verified"


def test_land_of_an_issued_ticket_is_not_issued_again(office, refuses):
    """Registration refuses it; a period changed afterwards is caught at the last door."""
    claim = office.claimed(office.file(plot=1, growth_m3_ha_yr=3.0))
    first = office.issued(office.signed(office.verified(office.reported(claim))))
    later = office.claimed(
        office.file(plot=1, growth_m3_ha_yr=3.0), start=office.end, end=date(2026, 6, 1)
    )
    report = office.signed(office.verified(office.reported(later)))
    MonitoringPeriod.objects.filter(pk=later.pk).update(start=first.monitoring.start)
    with refuses("E-EL-11"):
        office.issued(report)


def test_the_identity_number_of_a_person_is_masked_on_the_face():
    told = {"name": "韦青山", "credit_code": "520102199001011234"}
    assert shown_code(Party(kind="person", **told)) == "5201●●●●●●●●●●●●34"
    assert shown_code(Party(kind="farm", **told)) == "520102199001011234"


def test_only_the_registrar_issues(office, refuses):
    report = office.signed()
    for part in ("farm", "forestry", "operator"):
        with refuses("E-AU-01"):
            issue_ticket(office.call(part), report=report.pk)


def copy_of(ticket: Ticket, office, block: NumericRange) -> Ticket:
    other = office.passed()
    return Ticket(
        number="GZ-0", monitoring=other.run.monitoring, report=other, party=ticket.party,
        quantity=1, remainder=0, block=block, area_m2=1, issued=office.now, check_code="x",
        face=ticket.face,
    )  # fmt: skip


def test_the_database_keeps_blocks_apart(office):
    ticket = office.issued()
    last = ticket.block.upper
    wrong = copy_of(ticket, office, NumericRange(last - 1, last + 5))
    with pytest.raises(IntegrityError, match="blocks_apart"), transaction.atomic():
        wrong.save()
    right = copy_of(ticket, office, NumericRange(last, last + 5))
    right.save()
    assert standing(ticket).issued == ticket.quantity


def test_the_database_keeps_cuts_apart(office):
    ticket = office.issued()
    first = ticket.block.lower
    Cut.objects.create(ticket=ticket, span=NumericRange(first, first + 10), code="x", chain="a")
    over, behind = (NumericRange(first + start, first + 20) for start in (9, 10))
    with pytest.raises(IntegrityError, match="cuts_apart"), transaction.atomic():
        Cut.objects.create(ticket=ticket, span=over, code="x", chain="b")
    Cut.objects.create(ticket=ticket, span=behind, code="x", chain="b")

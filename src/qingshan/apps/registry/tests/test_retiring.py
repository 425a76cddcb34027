"""Units leave for good: cut, certificate, figures that equal the ledger's."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from qingshan.apps.base import files
from qingshan.apps.books import audit
from qingshan.apps.books import reads as books
from qingshan.apps.books.store import freeze_asset, post_one
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.verbs.register_party import register_party
from qingshan.apps.registry import retiring
from qingshan.apps.registry.claims import wordings
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.registry.reads import STATES, movements, standing, standings, totals
from qingshan.apps.registry.serials import remaining
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import carbon, plain_tonnes
from qingshan.core.ledger.model import AccountKind, Chain, post
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def retire(
    office, ticket: Ticket, tonnes: str = "1", *, part: str = "farm", **changes: str
) -> Retirement:
    told = {"purpose": "own_emissions", "beneficiary": "云岭新材料有限公司", **changes}
    party = Party.objects.get(pk=office.party(part))
    order = Order(ticket=ticket, party=party, quantity=carbon(tonnes), **told)
    with transaction.atomic():
        return retiring.retire(office.call(part), order)


def test_cuts_follow_each_other_from_the_first_number(office, ticket):
    pieces = [retire(office, ticket, tonnes).cut.span for tonnes in ("3", "0.0001", "12.5")]
    start = ticket.block.lower
    assert [(span.lower - start, span.upper - start) for span in pieces] == [
        (0, 30_000), (30_000, 30_001), (30_001, 155_001),
    ]  # fmt: skip
    left = remaining(ticket)
    assert (left.lower, left.upper) == (start + 155_001, ticket.block.upper)


def test_a_retirement_has_number_certificate_and_code(office, ticket):
    done = retire(office, ticket, "5", statement="抵消 2025 年会议排放 5 吨")
    assert done.number.startswith("ZX-2026-000001-")
    assert done.quantity == carbon(5)
    assert done.check_code
    assert files.read(done.certificate.digest).startswith(b"%PDF-")
    chain = books.chain(f"retire:{done.number}")
    assert chain.chain.facts == {"retirement": done.number, "purpose": "own_emissions"}
    assert done.cut.chain == chain.chain.key


def test_everything_wrong_is_said_at_once(office, ticket, refuses):
    with refuses("E-RG-05", "E-RG-06", "E-RG-07", "E-RG-08"):
        retire(office, ticket, "0", purpose="fun", beneficiary=" ", statement="本产品零排放")
    with refuses("E-RG-05"):
        retire(office, ticket, "-1")
    assert not Retirement.objects.exists()


@pytest.mark.parametrize("word", wordings(date(2026, 7, 17)))
def test_wordings_that_mislead_are_refused(office, ticket, refuses, word):
    spaced = "·".join(word.upper())
    for said in (f"We are {word.upper()} now", spaced):
        with refuses("E-RG-08"):
            retire(office, ticket, statement=said)
    with refuses("E-RG-08"):
        retire(office, ticket, beneficiary=f"{word}有限公司")


def test_amounts_and_objects_may_be_said(office, ticket):
    assert "碳中和认证" in wordings(date(2026, 7, 17))
    done = retire(office, ticket, statement="抵消 2025 年年会（会议活动碳中和）排放 1 吨")
    assert done.statement.startswith("抵消")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_is_taken(office, ticket, purpose):
    assert retire(office, ticket, purpose=purpose).purpose == purpose


def test_more_than_is_there_is_refused_and_cuts_nothing(office, ticket, refuses):
    with refuses("E-LG-22"):
        retire(office, ticket, plain_tonnes(ticket.quantity + 1))
    assert remaining(ticket) == ticket.block
    assert retire(office, ticket).number.startswith("ZX-2026-000001-")


def test_nobody_retires_what_others_hold(office, ticket, refuses):
    told = {"ticket": ticket.pk, "quantity": 1, "purpose": "public_good"}
    with refuses("E-AU-02"):
        retire_units(
            office.call("buyer"), party=office.party("farm"), beneficiary=named(SELF), **told
        )
    with refuses("E-LG-22"):
        retire(office, ticket, part="buyer")


def test_a_suspended_series_is_not_retired(office, ticket, refuses):
    freeze_asset(ticket.asset)
    assert standing(ticket).state == "frozen"
    with refuses("E-LG-15"):
        retire(office, ticket)


def test_the_standing_is_what_the_ledger_says(office, ticket):
    assert standing(ticket).state == "valid"
    retire(office, ticket, "7")
    assert standing(ticket).state == "part_retired"
    list_units(
        office.call("farm"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=carbon(20),
        price_fen=8000,
        expires=office.now.replace(month=9),
    )
    found = standing(ticket)
    assert (found.issued, found.retired, found.held, found.buffer) == (
        ticket.quantity, carbon(7), carbon(20), 0,
    )  # fmt: skip
    assert found.available + found.held + found.retired == ticket.quantity
    assert found.state == "held"
    totals_by_kind = books.totals(ticket.asset)
    assert totals_by_kind[AccountKind.RETIRED] == found.retired
    assert totals_by_kind[AccountKind.SUPPLY] == -found.issued
    assert sum(totals_by_kind.values()) == 0
    assert standings([ticket]) == {ticket.asset: found}
    assert audit.verify() is None


def test_a_ticket_retired_to_the_last_unit(office, ticket):
    retire(office, ticket, str(ticket.quantity // 10_000))
    found = standing(ticket)
    assert (found.state, found.available, found.retired) == ("retired", 0, ticket.quantity)
    left = remaining(ticket)
    assert left.lower == left.upper or left.isempty
    with pytest.raises(Refused):
        retire(office, ticket, "0.0001")


def test_the_movements_tell_every_transfer_with_its_numbers(office, ticket):
    done = retire(office, ticket, "7")
    retired, issued = movements(ticket)
    assert (issued.code, issued.amount) == ("issue", ticket.quantity)
    assert issued.span == ticket.block
    assert issued.target.zh == "示例国有林场"
    assert (retired.code, retired.amount, retired.span) == ("retire", carbon(7), done.cut.span)
    assert retired.span.upper - retired.span.lower == retired.amount
    assert totals(office.now.date()).retired == done.quantity


def test_a_person_is_masked_in_both_languages(office, ticket):
    person = register_party(
        office.call("registrar"), kind="person", name="韦青山", name_en="Wei Qingshan"
    )
    chain = Chain("gift", "transfer", (
        post(units(ticket.asset, ticket.party.owner), units(ticket.asset, person.owner), carbon(3)),
    ))  # fmt: skip
    post_one(chain, when=office.now)
    target = movements(ticket)[0].target
    assert (target.zh, target.en) == ("韦某某", "韦某某")


def test_every_state_has_its_words():
    assert {"valid", "held", "part_retired", "retired", "frozen", "revoked"} == set(STATES)

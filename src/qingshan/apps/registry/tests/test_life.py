"""After issue: a ticket stands still, goes out, changes hands; nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingshan.apps.books import audit
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import Cut, Duty, Ticket
from qingshan.apps.registry.reads import owed, standing, state_of
from qingshan.apps.registry.serials import remaining
from qingshan.apps.registry.verbs.lift_suspension import lift_suspension
from qingshan.apps.registry.verbs.make_good import make_good
from qingshan.apps.registry.verbs.revoke_ticket import revoke_ticket
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
BASIS = {"reason": "复核发现小班重复", "document": "黔林登〔2026〕7 号"}


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture(scope="module")
def another(office) -> Ticket:
    return office.issued()


def retire(office, ticket: Ticket, tonnes: str, part: str = "farm"):
    return retire_units(
        office.call(part), ticket=ticket.pk, party=office.party(part), quantity=carbon(tonnes),
        purpose="public_good", beneficiary=named(SELF),
    )  # fmt: skip


def give(office, ticket: Ticket, tonnes: str, **changes):
    told = {"ground": "judgment", "document": "（2026）黔26民终1号", **changes}
    return transfer_holding(
        office.call("registrar"), ticket=ticket.pk, source=office.party("farm"),
        target=office.party("buyer"), quantity=carbon(tonnes), **told,
    )  # fmt: skip


def offer(office, ticket: Ticket, tonnes: str):
    return list_units(
        office.call("farm"), asset=ticket.asset, seller=office.party("farm"),
        quantity=carbon(tonnes), price_fen=8000, expires=office.now + timedelta(days=9),
    )  # fmt: skip


def pledge(office, ticket: Ticket, tonnes: str):
    return register_pledge(
        office.call("farm"), asset=ticket.asset, pledgor=office.party("farm"),
        pledgee=office.party("bank"), quantity=carbon(tonnes), loan_fen=100_000,
        filing_number="ZD-1", until=(office.now + timedelta(days=90)).date(),
    )  # fmt: skip


def test_a_suspended_ticket_stands_still_until_it_is_lifted(office, ticket, refuses):
    suspend_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    assert (state_of(ticket), standing(ticket).state) == ("suspended", "frozen")
    with refuses("E-LG-15"):
        retire(office, ticket, "1")
    with refuses("E-LG-15"):
        offer(office, ticket, "1")
    with refuses("E-RG-13"):
        give(office, ticket, "1")
    with refuses("E-MC-01"):
        suspend_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    lift_suspension(office.call("registrar"), ticket=ticket.pk, **BASIS)
    assert (state_of(ticket), standing(ticket).state) == ("valid", "valid")
    assert retire(office, ticket, "1").quantity == carbon(1)
    assert [row.state for row in ticket.states.order_by("pk")] == ["suspended", "valid"]


def test_a_listing_made_before_a_suspension_can_be_ended(office, ticket):
    listing = offer(office, ticket, "2")
    suspend_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    cancel_listing(office.call("farm"), listing=listing.pk)
    assert standing(ticket).held == 0


@pytest.mark.parametrize("missing", ["reason", "document"])
@pytest.mark.parametrize("verb", [suspend_ticket, revoke_ticket, lift_suspension])
def test_no_state_changes_without_reason_and_paper(office, ticket, refuses, verb, missing):
    with refuses("E-RG-11"):
        verb(office.call("registrar"), ticket=ticket.pk, **BASIS | {missing: " "})
    assert state_of(ticket) == "valid"


def test_only_the_registrar_changes_a_state(office, ticket, refuses):
    for part in ("farm", "operator", "forestry", "court"):
        with refuses("E-AU-01"):
            suspend_ticket(office.call(part), ticket=ticket.pk, **BASIS)


def test_a_revoked_ticket_goes_out_with_its_numbers(office, ticket):
    revoke_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    found = standing(ticket)
    assert (found.state, found.live, found.revoked) == ("revoked", 0, ticket.quantity)
    assert Cut.objects.get(ticket=ticket).span == ticket.block
    assert not Duty.objects.exists()
    assert audit.verify() is None


def test_what_was_sold_or_used_stays_and_is_owed(office, ticket, another, refuses):
    give(office, ticket, "30")
    retire(office, ticket, "5")
    suspend_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    revoke_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    found = standing(ticket)
    assert (found.available, found.retired) == (carbon(30), carbon(5))
    assert found.revoked == ticket.quantity - carbon(35)
    duty = Duty.objects.get(ticket=ticket)
    assert (duty.party_id, duty.quantity) == (office.party("farm"), carbon(35))
    assert duty.due == (office.now + timedelta(days=90)).date()
    retire(office, ticket, "30", "buyer")
    told = {"duty": duty.pk, "ticket": another.pk}
    with refuses("E-RG-18"):
        make_good(office.call("farm"), quantity=carbon(36), **told)
    with refuses("E-AU-02"):
        make_good(office.call("buyer"), quantity=carbon(1), **told)
    with refuses("E-RG-13"):
        make_good(office.call("farm"), duty=duty.pk, ticket=ticket.pk, quantity=carbon(1))
    make_good(office.call("farm"), quantity=carbon(20), **told)
    done = make_good(office.call("farm"), quantity=carbon(15), **told)
    assert (owed(duty), standing(another).revoked) == (0, carbon(35))
    assert done.cut.span.lower == another.block.lower + carbon(20)
    assert remaining(another).lower == done.cut.span.upper
    with refuses("E-RG-18"):
        make_good(office.call("farm"), quantity=1, **told)
    assert audit.verify() is None


def test_what_holds_units_is_named(office, ticket, refuses):
    offer(office, ticket, "20")
    found = pledge(office, ticket, "30")
    left = ticket.quantity - carbon(50)
    with pytest.raises(Exception, match="E-RG-12") as caught:
        revoke_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    said = caught.value.refusals[0].what()
    assert f"质押 {found.number}（30 吨）" in said
    assert "挂牌" in said
    assert "（20 吨）" in said
    with refuses("E-RG-12"):
        give(office, ticket, str((left + 10_000) // 10_000))
    with refuses("E-RG-12"):
        retire(office, ticket, str((left + 10_000) // 10_000))
    assert state_of(ticket) == "valid"
    assert not Duty.objects.exists()


def test_a_transfer_to_oneself_is_refused_in_words(office, ticket, refuses):
    farm = office.party("farm")
    with refuses("E-RG-22"):
        transfer_holding(
            office.call("registrar"),
            ticket=ticket.pk,
            source=farm,
            target=farm,
            quantity=1,
            ground="judgment",
            document="（2026）黔01执5号",
        )


def test_a_transfer_without_a_trade_rests_on_a_paper(office, ticket, refuses):
    done = give(office, ticket, "12.5", ground="inheritance")
    assert done.number.startswith("GH-2026-000001-")
    buyer = holding(ticket, done.target.owner)
    assert books.balance(buyer).available == carbon("12.5")
    assert books.chain(f"transfer:{done.number}").chain.facts["ground"] == "inheritance"
    with refuses("E-RG-11", "E-RG-14", "E-RG-05"):
        give(office, ticket, "0", ground="gift", document="")
    with refuses("E-LG-22"):
        give(office, ticket, str(ticket.quantity))
    with refuses("E-AU-01"):
        transfer_holding(
            office.call("farm"), ticket=ticket.pk, source=office.party("farm"),
            target=office.party("buyer"), quantity=1, ground="judgment", document="x",
        )  # fmt: skip

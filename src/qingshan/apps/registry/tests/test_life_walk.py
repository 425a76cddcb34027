"""Whatever is done to tickets, in any order: what was issued is live, retired or revoked."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from qingshan.apps.books import audit
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.tests.test_pledges import both_release
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.registry.models import Cut, Duty, Ticket
from qingshan.apps.registry.reads import standing, state_of
from qingshan.apps.registry.verbs.certify_holding import certify_holding
from qingshan.apps.registry.verbs.lift_suspension import lift_suspension
from qingshan.apps.registry.verbs.make_good import make_good
from qingshan.apps.registry.verbs.revoke_ticket import revoke_ticket
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import CARBON_PER_TONNE

pytestmark = pytest.mark.django_db
BASIS = {"reason": "抽查", "document": "登记通知"}
STEPS = 150


@pytest.fixture(scope="module")
def tickets(office) -> list[Ticket]:
    return [office.issued() for _ in range(3)]


class Walker:
    """Somebody who tries anything with any of the tickets, for either holder."""

    def __init__(self, office, tickets: list[Ticket], seed: int) -> None:
        self.office, self.tickets, self.chance = office, tickets, random.Random(seed)
        self.listings: list[int] = []
        self.pledges: list[int] = []
        self.done: set[str] = set()

    def step(self) -> None:
        acts = ("retire", "give", "offer", "end", "pledge", "release", "suspend", "lift", "owe")
        weights = (5, 6, 3, 3, 3, 3, 2, 3, 2)
        (name,) = self.chance.choices(acts, weights)
        if self.chance.random() < 0.03:
            name = "revoke"
        try:
            getattr(self, name)()
        except Refused:
            return
        self.done.add(name)

    def one(self) -> Ticket:
        return self.chance.choice(self.tickets)

    def much(self, ticket: Ticket) -> int:
        return self.chance.randint(1, max(ticket.quantity // 8, 2))

    def retire(self) -> None:
        part, found = self.chance.choice(("farm", "buyer")), self.one()
        retire_units(
            self.office.call(part), ticket=found.pk, party=self.office.party(part),
            quantity=self.much(found), purpose="public_good", beneficiary=named(SELF),
        )  # fmt: skip

    def give(self) -> None:
        parts, found = ["farm", "buyer"], self.one()
        self.chance.shuffle(parts)
        source, target = (self.office.party(part) for part in parts)
        transfer_holding(
            self.office.call("registrar"), ticket=found.pk, source=source, target=target,
            quantity=self.much(found), ground="merger", document="合并协议",
        )  # fmt: skip

    def offer(self) -> None:
        found = self.one()
        amount = self.much(found) // CARBON_PER_TONNE * CARBON_PER_TONNE
        made = list_units(
            self.office.call("farm"), asset=found.asset, seller=self.office.party("farm"),
            quantity=amount, price_fen=8000, expires=self.office.now + timedelta(days=9),
        )  # fmt: skip
        self.listings.append(made.pk)

    def end(self) -> None:
        if self.listings:
            cancel_listing(self.office.call("farm"), listing=self.listings.pop())

    def pledge(self) -> None:
        found = self.one()
        made = register_pledge(
            self.office.call("farm"), asset=found.asset, pledgor=self.office.party("farm"),
            pledgee=self.office.party("bank"), quantity=self.much(found), loan_fen=1,
            filing_number="ZD-1", until=(self.office.now + timedelta(days=9)).date(),
        )  # fmt: skip
        self.pledges.append(made.pk)

    def release(self) -> None:
        if self.pledges:
            both_release(self.office, Pledge.objects.get(pk=self.pledges.pop()))

    def suspend(self) -> None:
        suspend_ticket(self.office.call("registrar"), ticket=self.one().pk, **BASIS)

    def lift(self) -> None:
        lift_suspension(self.office.call("registrar"), ticket=self.one().pk, **BASIS)

    def revoke(self) -> None:
        revoke_ticket(self.office.call("registrar"), ticket=self.one().pk, **BASIS)

    def owe(self) -> None:
        duty = Duty.objects.order_by("?").first()
        if duty is not None:
            found = self.one()
            make_good(
                self.office.call("farm"), duty=duty.pk, ticket=found.pk, quantity=self.much(found)
            )


@pytest.mark.parametrize("seed", [1, 2])
def test_at_every_moment_what_was_issued_is_live_retired_or_revoked(office, tickets, seed):
    walker = Walker(office, tickets, seed)
    gone = {ticket.pk: 0 for ticket in tickets}
    for _ in range(STEPS):
        walker.step()
        for ticket in tickets:
            found = standing(ticket)
            assert found.issued == found.live + found.retired + found.revoked
            assert min(found.available, found.held, found.retired, found.revoked) >= 0
            assert found.retired + found.revoked >= gone[ticket.pk], "a sink gives nothing back"
            gone[ticket.pk] = found.retired + found.revoked
    for ticket in tickets:
        spans = sorted(
            (cut.span for cut in Cut.objects.filter(ticket=ticket)), key=lambda s: s.lower
        )
        edges = [ticket.block.lower, *(span.upper for span in spans)]
        assert [span.lower for span in spans] == edges[:-1], "numbers go out without a gap"
        assert edges[-1] - edges[0] == gone[ticket.pk]
        assert (state_of(ticket) == "suspended") == standing(ticket).is_frozen
        assert sum(books.totals(ticket.asset).values()) == 0
    assert audit.verify() is None
    assert {"retire", "give", "offer", "pledge", "suspend", "lift"} <= walker.done


def test_a_certificate_of_holding_moves_nothing(office, tickets):
    before = standing(tickets[0])
    certify_holding(office.call("farm"), ticket=tickets[0].pk, party=office.party("farm"))
    assert standing(tickets[0]) == before

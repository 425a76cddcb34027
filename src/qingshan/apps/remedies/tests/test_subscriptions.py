"""Units bought by order of a court are paid and retired in one step."""

from __future__ import annotations

import pytest

from qingshan.apps.base import files
from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.reads import standing
from qingshan.apps.registry.verifying import verify_file
from qingshan.apps.remedies.models import Subscription
from qingshan.apps.remedies.verbs.accept_subscription import accept_subscription
from qingshan.apps.remedies.verbs.fulfil_subscription import fulfil_subscription
from qingshan.apps.remedies.verbs.order_subscription import order_subscription
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import Act
from qingshan.core.market.settlement import cash, units

pytestmark = pytest.mark.django_db

CASE = "（2025）黔演刑初 12 号"


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def order(office, ticket: Ticket, part: str = "court", **changes) -> Subscription:
    told = {
        "court": office.party("court"),
        "case_number": CASE,
        "party": office.party("village"),
        "ticket": ticket.pk,
        "seller": office.party("farm"),
        "quantity": carbon(55),
        "price_fen": fen("85.00"),
    }
    return order_subscription(office.call(part), **told | changes)


def fulfil(office, subscription: Subscription, part: str = "operator") -> Subscription:
    subscription.refresh_from_db()
    if subscription.state == "ordered":
        accept_subscription(office.call("farm"), subscription=subscription.pk)
    return fulfil_subscription(office.call(part), subscription=subscription.pk)


@pytest.mark.parametrize(
    ("tonnes", "price", "amount"),
    [
        ("55", "85.00", "4675.00"),
        ("55.1234", "85.00", "4685.49"),
        ("0.0001", "50.00", "0.01"),
        ("12.3450", "88.00", "1086.36"),
    ],
)
def test_paid_and_retired_together(office, ticket, tonnes, price, amount):
    office.paid("village", fen(amount))
    subscription = order(office, ticket, quantity=carbon(tonnes), price_fen=fen(price))
    assert subscription.amount_fen == fen(amount)
    done = fulfil(office, subscription)
    assert done.state == "fulfilled"
    retirement = done.retirement
    assert (retirement.quantity, retirement.purpose) == (carbon(tonnes), "judicial")
    assert (retirement.case_number, retirement.beneficiary) == (CASE, "示例村股份经济合作社")
    assert reads.balance(cash(subscription.party.owner)) == reads.Balance()
    assert reads.balance(cash(subscription.seller.owner)).available == fen(amount)
    chain = reads.chain(f"retire:{retirement.number}").chain
    assert chain.code == "court_purchase"
    assert [move.act for move in chain.transfers] == [Act.POST, Act.POST]
    assert standing(ticket).retired == carbon(tonnes)
    assert verify_file(files.read(retirement.certificate.digest)).entry == retirement
    assert audit.verify() is None


def test_judicial_units_are_never_tradable_again(office, ticket, refuses):
    office.paid("village", fen("4675.00"))
    fulfil(office, order(office, ticket))
    assert reads.balance(units(ticket.asset, office.cast["village"].party.owner)).posted == 0
    with refuses("E-LG-22"):
        list_units(
            office.call("farm"),
            asset=ticket.asset,
            seller=office.party("farm"),
            quantity=ticket.quantity,
            price_fen=8000,
            expires=office.now.replace(month=8),
        )


def test_without_the_money_nothing_is_retired(office, ticket, refuses):
    office.paid("village", fen("4674.99"))
    subscription = order(office, ticket)
    with refuses("E-LG-22"):
        fulfil(office, subscription)
    subscription.refresh_from_db()
    assert (subscription.state, subscription.retirement) == ("accepted", None)
    assert not Retirement.objects.exists()
    assert standing(ticket).retired == 0
    assert reads.balance(cash(subscription.party.owner)).available == fen("4674.99")


def test_without_the_units_nothing_is_paid(office, ticket, refuses):
    office.paid("village", fen("999999999.00"))
    subscription = order(office, ticket, quantity=ticket.quantity + 1)
    with refuses("E-LG-22"):
        fulfil(office, subscription)
    assert reads.balance(cash(subscription.seller.owner)).posted == 0


def test_it_is_fulfilled_once_and_by_the_operator(office, ticket, refuses):
    office.paid("village", fen("10000.00"))
    subscription = order(office, ticket)
    with refuses("E-AU-01"):
        fulfil(office, subscription, "court")
    fulfil(office, subscription)
    with refuses("E-MC-01"):
        fulfil(office, subscription)
    assert Retirement.objects.count() == 1


def test_a_case_is_entered_once(office, ticket, refuses):
    order(office, ticket)
    with refuses("E-RM-01"):
        order(office, ticket, quantity=carbon(1))


@pytest.mark.parametrize("wrong", [{"quantity": 0}, {"price_fen": 0}, {"quantity": -1}])
def test_terms_are_above_zero(office, ticket, refuses, wrong):
    with refuses("E-RM-02"):
        order(office, ticket, **wrong)
    assert not Subscription.objects.exists()


def test_only_the_court_orders_and_for_itself(office, ticket, refuses):
    with refuses("E-AU-01"):
        order(office, ticket, "operator")
    with refuses("E-AU-02"):
        order(office, ticket, court=office.party("bank"))


def test_nothing_leaves_a_holder_who_has_not_agreed(office, ticket, refuses):
    office.paid("village", fen("4675.00"))
    subscription = order(office, ticket)
    with refuses("E-AU-02"):
        accept_subscription(office.call("village"), subscription=subscription.pk)
    with refuses("E-MC-01"):
        fulfil_subscription(office.call("operator"), subscription=subscription.pk)
    accept_subscription(office.call("farm"), subscription=subscription.pk)
    fulfil_subscription(office.call("operator"), subscription=subscription.pk)
    assert standing(ticket).retired == carbon(55)

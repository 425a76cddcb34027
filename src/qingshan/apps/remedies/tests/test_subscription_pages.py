"""A court orders on its page, the holder accepts, the exchange pays and retires; nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.parties.models import Party, User
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.acts import ACTS
from qingshan.apps.remedies.models import Subscription
from qingshan.apps.remedies.verbs.order_subscription import order_subscription
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db

CASE = "（2026）黔0402刑初12号"


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def told(office, on: Ticket, **changes: str) -> dict[str, str]:
    form = {
        "case_number": CASE,
        "party": office.cast["village"].party.name,
        "ticket": on.number,
        "seller": office.cast["farm"].party.name,
        "tonnes": "55",
        "price": "85.00",
        "key": "order",
    }
    return form | changes


def ordered(office, ticket: Ticket, **changes) -> Subscription:
    given = {
        "court": office.party("court"),
        "case_number": CASE,
        "party": office.party("village"),
        "ticket": ticket.pk,
        "seller": office.party("farm"),
        "quantity": carbon(55),
        "price_fen": fen("85.00"),
    }
    return order_subscription(office.call("court"), **given | changes)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_the_court_to_the_holder_to_the_exchange_and_back(office, ticket):
    """remedies/subscriptions.html, remedies/subscription.html, remedies/subscription_form.html."""
    court, farm, operator = browser("court"), browser("farm"), browser("operator")
    new, listed = reverse("order_subscription"), reverse("subscriptions")
    assert new in text(court, listed)
    assert court.post(new, told(office, ticket)).status_code == 302
    assert court.post(new, told(office, ticket)).status_code == 302, "a second press"
    found = Subscription.objects.get()
    page = reverse("subscription", args=[found.pk])
    shown = text(court, listed)
    for said in (CASE, ticket.number, "4,675.00", "已裁判认购", page):
        assert said in shown
    assert "肆仟陆佰柒拾伍元整" in text(court, page)
    accept, fulfil = (
        reverse(f"{act}_subscription", args=[found.pk]) for act in ("accept", "fulfil")
    )
    (task,) = ACTS["accept_subscription"].subjects(office.cast["farm"].actor)
    assert task.href == page
    assert list(ACTS["fulfil_subscription"].subjects(office.cast["operator"].actor)) == []
    assert accept in text(farm, page)
    assert accept not in text(court, page)
    assert "4,675.00" in text(farm, accept)
    assert operator.post(fulfil, {"key": "early"}).status_code == 422, "the holder has no word yet"
    assert farm.post(accept, {"key": "yes"}).status_code == 302
    assert list(ACTS["accept_subscription"].subjects(office.cast["farm"].actor)) == []
    (task,) = ACTS["fulfil_subscription"].subjects(office.cast["operator"].actor)
    assert task.href == page
    assert fulfil in text(operator, page)
    assert "余额不足" in text(operator, page)
    office.paid("village", found.amount_fen - 1)
    poor = operator.post(fulfil, {"key": "poor"})
    assert {one.code for one in poor.context["refused"]} == {"E-LG-22"}
    office.paid("village", 1)
    assert "余额足够" in text(court, page)
    assert operator.post(fulfil, {"key": "done"}).status_code == 302
    found.refresh_from_db()
    assert found.retirement is not None
    receipt = reverse("certificate", args=[found.retirement.number])
    for client in (court, farm, operator):
        assert receipt in text(client, page)
    assert fulfil not in text(operator, page)
    assert "已认购注销" in text(court, listed)
    assert "None" not in text(court, f"/en{page}")


def test_what_it_comes_to_is_told_before_it_is_entered(office, ticket):
    court, new = browser("court"), reverse("order_subscription")
    shown = court.post(new, told(office, ticket, look="1")).content.decode()
    assert "肆仟陆佰柒拾伍元整" in shown
    assert "认购人资金账户余额不足" in shown
    assert "出让人现在可用的碳票少于" not in shown
    shown = court.post(new, told(office, ticket, look="1", tonnes="999999")).content.decode()
    assert "出让人现在可用的碳票少于" in shown
    assert court.post(new, told(office, ticket, look="1", price="")).status_code == 422
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tonnes": "55.5"}, "数量须为整吨。"),
        ({"tonnes": "0"}, "数量须大于零。"),
        ({"case_number": "瞎写"}, "案号形如"),
        ({"ticket": "GZ"}, "没有这张碳票"),
        ({"party": "无此人"}, "没有找到唯一的登记主体"),
        ({"price": "0"}, "价格须大于零。"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(office, ticket, changes, said):
    answer = browser("court").post(reverse("order_subscription"), told(office, ticket, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Subscription.objects.exists()


def test_what_the_act_refuses_stands_beside_its_field(office, ticket):
    ordered(office, ticket)
    farm = office.cast["farm"].party.name
    wrong = told(office, ticket, party=farm)
    answer = browser("court").post(reverse("order_subscription"), wrong)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "已经登记过认购" in form.errors["case_number"][0]
    assert "同一主体" in form.errors["seller"][0]
    assert {"E-RM-01", "E-RM-20"} == {one.code for one in answer.context["refused"]}
    assert Subscription.objects.count() == 1


def test_a_case_typed_with_other_brackets_is_the_same_case(office, ticket):
    ordered(office, ticket)
    typed = told(office, ticket, case_number="(2026)黔0402刑初12号")
    answer = browser("court").post(reverse("order_subscription"), typed)
    assert {one.code for one in answer.context["refused"]} == {"E-RM-01"}
    assert Subscription.objects.count() == 1


def test_nobody_buys_from_oneself(office, ticket, refuses):
    with refuses("E-RM-20"):
        ordered(office, ticket, party=office.party("farm"))


def test_a_person_is_named_in_full_to_court_and_exchange_alone(office, ticket):
    Party.objects.filter(pk=office.party("village")).update(
        kind="person", name="龙阿妹", name_en="", credit_code=""
    )
    found = ordered(office, ticket)
    page, listed = reverse("subscription", args=[found.pk]), reverse("subscriptions")
    for part in ("court", "operator", "farm"):
        assert "龙阿妹" not in text(browser(part), listed)
        assert "龙某某" in text(browser(part), listed)
    assert "龙阿妹" in text(browser("court"), page)
    assert "龙阿妹" in text(browser("operator"), page)
    assert "龙阿妹" not in text(browser("farm"), page)
    accept = reverse("accept_subscription", args=[found.pk])
    assert "龙阿妹" not in text(browser("farm"), accept)
    assert "余额不足" not in text(browser("farm"), page), "another's money is not told"


def test_others_neither_see_nor_do_it(office, ticket):
    found = ordered(office, ticket)
    listed, page = reverse("subscriptions"), reverse("subscription", args=[found.pk])
    new = reverse("order_subscription")
    accept, fulfil = (
        reverse(f"{act}_subscription", args=[found.pk]) for act in ("accept", "fulfil")
    )
    for part in ("farm", "operator", "buyer"):
        assert browser(part).get(new).status_code == 403
    assert CASE not in text(browser("buyer"), listed)
    assert browser("buyer").get(page).status_code == 404
    assert browser("buyer").post(accept, {"key": "a"}).status_code == 404
    for part in ("court", "operator", "registrar"):
        assert browser(part).post(accept, {"key": "b"}).status_code == 403
    for part in ("court", "farm", "registrar"):
        assert browser(part).post(fulfil, {"key": "c"}).status_code == 403
    assert browser("registrar").get(listed).status_code == 403
    assert Client().get(listed).status_code == 302
    found.refresh_from_db()
    assert found.state == "ordered"
    assert CASE in text(browser("village"), listed), "who is to buy sees it"

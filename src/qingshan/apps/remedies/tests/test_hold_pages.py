"""A court and a registrar freeze, extend and lift through their pages; nobody else sees them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.parties.models import User
from qingshan.apps.remedies.acts import ACTS
from qingshan.apps.remedies.jobs import serve_holds
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.verbs.request_hold import request_hold

pytestmark = pytest.mark.django_db


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_from_the_court_to_the_registrar_and_back(office):
    ticket = office.issued()
    court, registrar = browser("court"), browser("registrar")
    asked = {
        "case_number": "（2026）黔执 3 号", "ruling_number": "（2026）黔执裁 7 号",
        "notice_number": "（2026）黔执协 5 号", "officers": "甲、乙", "ticket": ticket.number,
        "holder": ticket.party.name, "tonnes": "12", "months": "12", "key": "ask",
    }  # fmt: skip
    new = reverse("request_hold")
    assert "没有这张碳票" in court.post(new, {**asked, "ticket": "GZ"}).content.decode()
    assert (
        "请填写执行人员" in court.post(new, {**asked, "officers": "", "key": "a"}).content.decode()
    )
    wrong = court.post(new, {**asked, "case_number": "瞎写", "key": "b"})
    assert "案号形如（2026）黔0122刑初7号，请核对。" in wrong.content.decode()
    assert court.post(new, asked).status_code == 302
    found = JudicialHold.objects.get()
    assert court.post(new, asked).status_code == 302
    assert JudicialHold.objects.count() == 1, "a second press changes nothing"
    (task,) = ACTS["enter_hold"].subjects(office.cast["registrar"].actor)
    page = reverse("hold", args=[found.number])
    assert task.href == page
    assert "退回司法冻结" not in court.get(page).content.decode(), "a court does not decide"
    assert "退回司法冻结" in registrar.get(page).content.decode()

    def act(name: str, **told: str) -> int:
        address = reverse("hold_act", args=[found.number, name])
        assert registrar.get(address).status_code == 200
        return registrar.post(address, {"key": name, **told}).status_code

    assert act("enter_hold") == 302
    assert act("extend_hold", months="99", ground="续冻裁定") == 422
    assert act("extend_hold", months="6", ground="续冻裁定") == 302
    assert "冻结中" in registrar.get(reverse("holds")).content.decode()
    assert act("execute_hold", target="无此人", tonnes="1", ground="裁定") == 422
    assert act("release_hold", ground="解冻裁定") == 302
    found.refresh_from_db()
    assert (found.state, found.ground) == ("released", "解冻裁定")
    for part in ("farm", "operator"):
        assert browser(part).get(page).status_code == 403
    assert court.get(reverse("hold_act", args=[found.number, "release_hold"])).status_code == 403
    assert registrar.get(reverse("hold_act", args=[found.number, "burn"])).status_code == 404


def test_a_court_withdraws_on_the_page_what_is_not_entered(office):
    ticket = office.issued()
    found = request_hold(
        office.call("court"), court=office.party("court"), ticket=ticket.pk,
        holder=office.party("farm"), quantity=ticket.quantity, term_months=1,
        case_number="案", ruling_number="裁", notice_number="通知", officers="甲、乙",
    )  # fmt: skip
    court, registrar = browser("court"), browser("registrar")
    page = reverse("hold", args=[found.number])
    form = reverse("withdraw_hold", args=[found.number])
    assert form not in registrar.get(page).content.decode()
    assert registrar.get(form).status_code == 403
    assert form in court.get(page).content.decode()
    assert court.get(form).status_code == 200
    assert court.post(form, {"key": "back"}).status_code == 302
    told = court.get(page).content.decode()
    assert "法院已撤回" in told
    assert form not in told
    assert list(ACTS["enter_hold"].subjects(office.cast["registrar"].actor)) == []


def test_a_page_tells_how_much_went_to_whom(office):
    ticket = office.issued()
    found = request_hold(
        office.call("court"), court=office.party("court"), ticket=ticket.pk,
        holder=office.party("farm"), quantity=ticket.quantity, term_months=1,
        case_number="案", ruling_number="裁", notice_number="通知", officers="甲、乙",
    )  # fmt: skip
    page, registrar = reverse("hold", args=[found.number]), browser("registrar")
    village = office.cast["village"].party
    for name, told in (
        ("enter_hold", {}),
        ("execute_hold", {"target": village.name, "tonnes": "1", "ground": "划转裁定"}),
    ):
        assert "已划转" not in registrar.get(page).content.decode()
        address = reverse("hold_act", args=[found.number, name])
        assert registrar.post(address, {"key": name, **told}).status_code == 302
    told = registrar.get(page).content.decode()
    assert "已划转" in told
    assert ">1<" in told
    assert village.name in told


def test_the_timer_ends_and_promotes(office):
    ticket = office.issued()
    keys = []
    for place in ("一", "二"):
        one = request_hold(
            office.call("court"), court=office.party("court"), ticket=ticket.pk,
            holder=office.party("farm"), quantity=ticket.quantity, term_months=1,
            case_number="案", ruling_number=place, notice_number="通知", officers="甲、乙",
        )  # fmt: skip
        registrar = browser("registrar")
        registrar.post(reverse("hold_act", args=[one.number, "enter_hold"]), {"key": place})
        keys.append(one.pk)
    JudicialHold.objects.filter(pk=keys[0]).update(until=now().date().replace(year=2025))
    serve_holds(0)
    first, second = (JudicialHold.objects.get(pk=key) for key in keys)
    assert (first.state, second.state) == ("expired", "effective")
    assert second.held == ticket.quantity

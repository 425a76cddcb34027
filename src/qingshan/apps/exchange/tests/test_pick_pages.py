"""Buying a quantity: what makes it up, what is left out and why, and one confirmation for all."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.pick_order_models import PickOrder
from qingshan.apps.exchange.pick_planning import Wish, planned
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.parties.models import User
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
HERE = "/market/pick/"


@pytest.fixture
def stalls(market):
    """Two tickets with three offers, dearest first."""
    market.asset = market.office.issued().asset
    other = replace(market, asset=market.office.issued().asset)
    market.now = other.now = now()
    market.office.paid("buyer", fen("5000.00"))
    market.offers = [market.list(30, "82.00"), other.list(20, "81.00"), market.list(10, "80.00")]
    return market


def browser(part: str = "buyer") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def wish(stalls, tonnes, **told) -> Wish:
    party = stalls.office.cast["buyer"].party
    return Wish(party, carbon(tonnes), stalls.now, **told)


def shown(page) -> dict[str, str]:
    """The hidden fields of the form that confirms."""
    found = re.findall(r'<input type="hidden" name="(key|lines)" value="([^"]*)"', page)
    return dict(found)


def confirmed(client, where, **told):
    page = client.get(where).content.decode()
    sent = {**shown(page), "purpose": "event", "is_unrelated": "on"} | told
    return client.post(where, sent)


def test_the_cheapest_first_until_it_is_enough(stalls):
    dear, middle, cheap = stalls.offers
    plan = planned(wish(stalls, 35))
    assert [(one.listing, one.quantity) for one in plan.lines] == [
        (cheap, carbon(10)),
        (middle, carbon(20)),
        (dear, carbon(5)),
    ]
    assert (plan.quantity, plan.missing, plan.charge.amount_fen) == (carbon(35), 0, fen("2830.00"))
    assert plan.charge.fee_fen == fen("4.00") + fen("8.10") + fen("2.05")
    assert planned(wish(stalls, 100)).missing == carbon(40)
    under = planned(wish(stalls, 35, ceiling_fen=fen("81.00")))
    assert ([one.listing for one in under.lines], under.missing) == ([cheap, middle], carbon(5))
    same = planned(wish(stalls, 35, asset=stalls.asset))
    assert [one.listing for one in same.lines] == [cheap, dear]
    other = planned(wish(stalls, 35, without=[cheap.number]))
    assert [one.listing for one in other.lines] == [middle, dear]


def test_what_may_not_be_taken_is_left_out_with_the_reason(stalls):
    dear, middle, cheap = stalls.offers
    halt_trading(
        stalls.call("operator"),
        scope="asset",
        asset=middle.asset,
        reason="核查",
        document="",
    )
    plan = planned(wish(stalls, 20))
    assert [one.listing for one in plan.lines] == [cheap, dear]
    ((left, reasons),) = plan.left_out
    assert (left, [one.code for one in reasons]) == (middle, ["E-EX-17"])
    # Somebody who acts for both sides makes them related; one's own is nothing to buy.
    user, farm = User.objects.get(username="buyer"), stalls.office.party("farm")
    appoint(stalls.office.founding(), user=user.pk, party=farm, role="applicant")
    assert planned(wish(stalls, 20)).lines == []
    codes = [[one.code for one in reasons] for _, reasons in planned(wish(stalls, 20)).left_out]
    assert codes == [["E-EX-18"], ["E-EX-18", "E-EX-17"], ["E-EX-18"]]
    own = planned(replace(wish(stalls, 20), buyer=stalls.office.cast["farm"].party))
    assert [reasons[0].code for _, reasons in own.left_out] == ["E-EX-05"] * 3


def test_what_was_shown_is_taken_and_stands_on_one_page(stalls):
    client = browser()
    answer = confirmed(client, f"{HERE}?tonnes=25")
    order = PickOrder.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("pick_order", args=[order.number]))
    assert [one.quantity for one in order.trades.order_by("pk")] == [carbon(10), carbon(15)]
    page = client.get(answer.url).content.decode()
    assert all(deal.number in page for deal in order.trades.all())
    assert "贰仟零贰拾伍元零捌分" in page
    deal = reverse("deal", args=[order.trades.first().number])
    assert order.number in client.get(deal).content.decode()
    assert order.number not in browser("farm").get(deal).content.decode(), "the buyer's alone"
    assert browser("farm").get(answer.url).status_code == 404
    assert browser("operator").get(answer.url).status_code == 200


def test_who_comes_too_late_is_told_and_nothing_else_is_bought_instead(stalls):
    client, cheap = browser(), stalls.offers[2]
    page = client.get(f"{HERE}?tonnes=25").content.decode()
    stalls.cancel(cheap)
    told = {**shown(page), "purpose": "event", "is_unrelated": "on"}
    late = client.post(f"{HERE}?tonnes=25", told)
    text = late.content.decode()
    assert late.status_code == 422
    assert "E-MC-01" in text
    assert "一笔也没有成交" in text
    assert f"{HERE}?tonnes=25" in text
    assert shown(text)["lines"] == shown(page)["lines"], "the form still says what it said"
    assert not Trade.objects.exists()
    assert confirmed(client, f"{HERE}?tonnes=25").status_code == 302


def test_who_comes_too_late_reads_what_happened_and_what_is_left(stalls):
    client, (dear, _, cheap) = browser(), stalls.offers
    late = {}
    for where in (f"{HERE}?tonnes=25", f"/en{HERE}?tonnes=25", f"{HERE}?tonnes=25&ceiling=80"):
        told = {**shown(client.get(where).content.decode()), "purpose": "event"}
        late[where] = told | {"is_unrelated": "on", "key": f"late-{len(late)}"}
    stalls.cancel(cheap)
    zh, en, none = (client.post(*one).content.decode() for one in late.items())
    assert "您确认的 2 笔挂牌中有 1 笔已被其他买方摘走" in zh
    assert "还能排出 2 笔，共 25 吨，合计冻结 2,040.15 元。" in zh
    assert "of the 2 listings that you confirmed, 1 went to another buyer" in en
    assert "makes 2 listings with 25 t; CNY 2,040.15 would be held." in en
    assert "现在没有符合条件的挂牌了" in none
    assert [word in zh for word in ("没有符合条件", "比您要的少")] == [False, False]
    stalls.cancel(dear)
    fewer = client.post(f"{HERE}?tonnes=25", late[f"{HERE}?tonnes=25"]).content.decode()
    assert "共 20 吨" in fewer
    assert "，比您要的少 5 吨。" in fewer
    assert not Trade.objects.exists()


def test_what_did_not_come_too_late_is_not_told_so(stalls):
    client, where = browser(), f"{HERE}?tonnes=25"
    told = {**shown(client.get(where).content.decode()), "purpose": "event", "is_unrelated": "on"}
    halt_trading(stalls.call("operator"), scope="market", reason="系统维护", document="")
    said = client.post(where, told).content.decode()
    assert "未能办理，一笔也没有成交" in said
    assert ("E-EX-17" in said, "来晚一步" in said) == (True, False)
    assert "按现在的挂牌重新排列" in said


def test_what_is_wrong_is_said_at_its_field(stalls):
    client = browser()
    wrong = client.get(f"{HERE}?tonnes=1.5&ceiling=-1").content.decode()
    assert "数量须为整吨。" in wrong
    assert "最高价须大于零。" in wrong
    where = f"{HERE}?tonnes=25"
    unsaid = confirmed(client, where, is_unrelated="")
    assert unsaid.status_code == 422
    assert "请单独摘牌并披露" in unsaid.content.decode()
    for spoilt in ("GP-1:5", "GP-2026-000001-7:x", f"{stalls.offers[0].number}:5 ; drop"):
        answer = confirmed(client, where, lines=spoilt)
        assert answer.status_code == 422
        assert "挂牌清单无法读取" in answer.content.decode()
    assert not Trade.objects.exists()


def test_a_ticket_is_found_however_its_number_is_typed(stalls):
    client, number = browser(), stalls.asset.removeprefix("ticket:")
    typed = number.lower().replace("-", " ")
    page = client.get(f"{HERE}?tonnes=5&ticket={typed}").content.decode()
    assert shown(page)["lines"] == f"{stalls.offers[2].number}:5"
    unknown = client.get(f"{HERE}?tonnes=5&ticket=GZ-1999-000001-0").content.decode()
    assert "没有这张碳票" in unknown
    assert "lines" not in shown(unknown)


def test_a_halt_of_the_market_is_told_before(stalls):
    halt_trading(stalls.call("operator"), scope="market", reason="系统维护", document="")
    page = browser().get(f"{HERE}?tonnes=25").content.decode()
    assert "现在不能办理" in page
    assert page.count("E-EX-17") == 1
    assert stalls.offers[2].number in page, "what there is is shown all the same"


def test_only_traders_may_come(stalls):
    assert browser("auditor").get(HERE).status_code == 403
    assert "按量摘牌" in browser().get("/market/").content.decode()
    assert "按量摘牌" not in browser("auditor").get("/market/").content.decode()

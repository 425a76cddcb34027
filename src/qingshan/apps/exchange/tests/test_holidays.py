"""The operator enters a year's holidays; before that nothing breaks that need not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.tests.test_holidays import MADE_UP, OF_2030, PARADE
from qingshan.apps.exchange.calendar import next_open, unknown_from
from qingshan.apps.exchange.models import Objection
from qingshan.apps.exchange.objecting import is_too_late, objections_until
from qingshan.apps.exchange.verbs.object_to_trade import object_to_trade
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_released")]
LATE = datetime(2030, 12, 31, 10, tzinfo=SHANGHAI)
"""A Tuesday of a year of which nothing is known, nor of the next."""


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are shown on the last day of 2030."""
    for name in ("calendar", "operating", "deals", "clearing"):
        where = f"qingshan.apps.exchange.views.{name}.now"
        monkeypatch.setattr(where, lambda: LATE, raising=name != "clearing")
    monkeypatch.setattr("qingshan.apps.parties.acting.now", lambda: LATE)


def test_the_operator_pastes_the_notice_and_the_calendar_follows(office: Any, late: None) -> None:
    operator, where = browser("operator"), reverse("enter_holidays")
    desk = operator.get(reverse("trading_desk")).content.decode()
    assert "次年的放假安排尚未录入" in desk
    assert where in desk
    assert where in operator.get(reverse("trading_calendar"), {"year": 2031}).content.decode()
    assert where not in Client().get(reverse("trading_calendar"), {"year": 2031}).content.decode()
    assert next_open(LATE.date()) is None
    told = {"year": 2031, "document": "国办发明电〔2030〕9号", "issued": "2030-11-04"}
    wrong = operator.post(where, {**told, "key": "k", "text": MADE_UP.replace("共7天", "共8天")})
    assert wrong.status_code == 422
    assert "写明 8 天，日期有 7 天" in wrong.content.decode()
    assert "共8天" in wrong.content.decode(), "nothing that was typed is lost"
    for year in (2030, 2031):
        text = MADE_UP if year == 2031 else OF_2030
        done = operator.post(where, {**told, "year": year, "key": f"k{year}", "text": text})
        assert done.headers["Location"] == f"{reverse('trading_calendar')}?year={year}"
    page = Client().get(reverse("trading_calendar"), {"year": 2031}).content.decode()
    assert "国办发明电〔2030〕9号" in page
    assert "2030-12-31 录入" in page
    assert "次年的放假安排" not in operator.get(reverse("trading_desk")).content.decode()
    assert str(next_open(LATE.date())) == "2031-01-02"


def test_an_administrator_enters_it_as_well_and_nobody_else(office: Any, late: None) -> None:
    someone = User.objects.get(memberships__role="administrator")
    assert browser(someone.username).get(reverse("enter_holidays")).status_code == 200
    assert browser("buyer").get(reverse("enter_holidays")).status_code == 403


@pytest.mark.usefixtures("holidays_anew")
def test_a_year_of_the_release_is_amended_from_its_calendar(office: Any, monkeypatch) -> None:
    day = datetime(2026, 8, 24, 10, tzinfo=SHANGHAI)
    monkeypatch.setattr("qingshan.apps.exchange.views.calendar.now", lambda: day)
    monkeypatch.setattr("qingshan.apps.parties.acting.now", lambda: day)
    operator, where = browser("operator"), reverse("enter_holidays")
    page = operator.get(reverse("trading_calendar"), {"year": 2026}).content.decode()
    assert f"{where}?year=2026" in page
    told = {"year": 2026, "document": "国办发明电〔2026〕3号", "issued": "2026-08-20", "key": "k"}
    gone = operator.post(where, {**told, "text": "一、庆典：8月24日放假。"})
    assert "已过去的日期不能再改：2026-08-24" in gone.content.decode()
    done = operator.post(where, {**told, "text": PARADE})
    page = operator.get(done.headers["Location"]).content.decode()
    assert "国办发明电〔2026〕3号" in page
    assert "调整 国办发明电〔2025〕7号" in page
    assert "抗日战争胜利纪念日" in page
    assert unknown_from(day.date()) is None


def test_a_deal_at_the_end_of_a_known_year_is_shown_and_objected_to(market, monkeypatch) -> None:
    market.now = datetime(2026, 12, 31, 10, tzinfo=SHANGHAI)
    market.supply(10)
    market.office.paid("buyer", fen("2000.00"))
    trade = market.settle(market.take(market.list(10, "80.00"), 10))
    assert objections_until(trade) is None
    assert not is_too_late(trade, datetime(2027, 1, 9, tzinfo=SHANGHAI).date())
    monkeypatch.setattr("qingshan.apps.exchange.views.deals.now", lambda: market.now)
    buyer = browser("buyer")
    where = reverse("object_to_trade", args=[trade.number])
    page = buyer.get(reverse("deal", args=[trade.number]))
    assert page.status_code == 200
    assert where in page.content.decode()
    assert "次年放假安排尚未录入，异议期限暂不能确定" in buyer.get(where).content.decode()
    call = market.call("buyer")
    object_to_trade(call, trade=trade.pk, party=market.office.party("buyer"), reason="价格有误")
    assert Objection.objects.get().trade == trade

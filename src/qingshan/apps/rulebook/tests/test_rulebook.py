"""The exchange changes its own rules ahead of time, within their bounds, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import SHANGHAI, now
from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import User
from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.reads import coming_notices, open_rulebook
from qingshan.apps.rulebook.verbs.announce_rules import announce_rules
from qingshan.apps.rulebook.verbs.withdraw_rules import withdraw_rules
from qingshan.apps.rulebook.words import WORDS, rules_in_force
from qingshan.core.kernel.errors import Refused
from qingshan.core.market.fee import KEY, TABLE, fee_fen
from qingshan.core.tables.shelf import open_shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_anew")]
WHEN = datetime(2026, 7, 17, 10, tzinfo=SHANGHAI)
DAY, BEGINS = WHEN.date(), date(2026, 8, 1)
OPERATOR = Actor("user:1", frozenset({"operator"}))
PAPER = {"document": "交易中心公告〔2026〕5号", "issued": DAY, "reason": "降低交易成本"}


def announced(*changes: tuple[str, str], **told: Any) -> RuleNotice:
    call = Call(OPERATOR, told.pop("when", WHEN), told.pop("key", "k"))
    return announce_rules(call, **{**PAPER, "valid_from": BEGINS, "changes": changes, **told})


def value(name: str, day: date) -> str:
    return next(rule.row.value_text for rule in rules_in_force(day) if rule.row.name == name)


def test_a_fee_changes_on_its_day_and_not_before() -> None:
    made = announced(("fee_seller", "0.3"), ("fee_min_fen", "0"))
    assert made.number.startswith("TZ-2026-")
    eve = BEGINS - timedelta(days=1)
    for day, seller, buyer in ((eve, 500, 500), (BEGINS, 300, 500)):
        shelf = open_rulebook()
        assert fee_fen(100_000, side="seller", shelf=shelf, as_of=day) == seller
        assert fee_fen(100_000, side="buyer", shelf=shelf, as_of=day) == buyer
    assert fee_fen(100, side="seller", shelf=open_rulebook(), as_of=BEGINS) == 0
    row = next(rule.row for rule in rules_in_force(BEGINS) if rule.row.name == "fee_seller")
    assert (row.source.id, row.source.title) == (made.number, PAPER["document"])
    assert row.basis_label.en == "announced by the exchange"
    assert open_shelf().rows(TABLE) != open_rulebook().rows(TABLE)
    event = Event.objects.get(name="rules.announced")
    assert event.facts["changes"] == {"fee_seller": "0.3", "fee_min_fen": "0"}
    assert list(coming_notices(eve)) == [made]
    assert not coming_notices(BEGINS).exists()


def test_the_later_day_counts_and_of_one_day_the_later_notice() -> None:
    announced(("fee_buyer", "0.4"), valid_from=date(2026, 9, 1))
    announced(("fee_buyer", "0.3"), key="second")
    announced(("fee_buyer", "0.2"), key="third")
    told = [value("fee_buyer", day) for day in (DAY, BEGINS, date(2026, 9, 1))]
    assert told == ["0.5", "0.2", "0.4"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ([("fee_seller", "10.5")], {"E-RB-02"}),
        ([("fee_seller", "-1"), ("fee_buyer", "1e999999999"), ("chart_days", "90.5")], {"E-RB-02"}),
        ([("listing_review", "maybe"), ("settle_from", "25:00")], {"E-RB-02"}),
        ([("listing_max_qty", "0")], {"E-RB-02"}),
        ([("max_holders", "500"), ("resale_gap", "1"), ("no_such", "1")], {"E-RB-01"}),
        ([("fee_seller", "0.50")], {"E-RB-05"}),
        ([], {"E-RB-05"}),
        ([("fee_seller", "1"), ("fee_seller", "2")], {"E-RB-05"}),
        ([("close_morning", "09:30")], {"E-RB-06"}),
        ([("settle_from", "14:00")], {"E-RB-06"}),
        ([("position_report", "2000000")], {"E-RB-06"}),
    ],
)
def test_what_may_not_be_is_refused(changes: list[tuple[str, str]], codes: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        announced(*changes)
    assert {one.code for one in refused.value.refusals} == codes
    for one in refused.value.refusals:
        for language in ("zh", "en"):
            assert "?" not in one.what(language) + one.why(language) + one.remedy(language)
    assert not RuleNotice.objects.exists()


def test_all_that_is_wrong_is_told_at_once(refuses: Any) -> None:
    with refuses("E-RB-01", "E-RB-02", "E-RB-03", "E-RB-04"):
        announced(
            ("max_holders", "500"),
            ("fee_min_fen", "200000"),
            valid_from=DAY + timedelta(days=2),
            issued=DAY + timedelta(days=1),
        )
    with refuses("E-RB-04"):
        announced(("fee_seller", "0.3"), reason=" ")


def test_hours_move_together(refuses: Any) -> None:
    announced(("close_morning", "12:00"), ("open_afternoon", "12:00"), ("close_afternoon", "15:10"))
    assert value("close_afternoon", BEGINS) == "15:10"
    with refuses("E-RB-06"):
        announced(("settle_from", "15:05"), key="second")


def test_rules_fit_together_on_every_day_to_come(refuses: Any) -> None:
    """Each change alone is right on its own day; with one that comes before or goes it is not."""
    earlier = announced(("close_morning", "11:00"))
    announced(("open_afternoon", "11:00"), valid_from=date(2026, 9, 1), key="second")
    with pytest.raises(Refused) as refused:
        announced(("close_morning", "12:30"), valid_from=date(2026, 8, 15), key="third")
    (told,) = refused.value.refusals
    assert told.code == "E-RB-06"
    assert told.why("zh") == "自 2026-09-01 起，上午收市（12:30）应不晚于下午开市（11:00）。"
    with refuses("E-RB-06"):
        withdraw_rules(Call(OPERATOR, WHEN, "w"), notice=earlier.pk)
    earlier.refresh_from_db()
    assert earlier.state == "announced"
    assert value("close_morning", date(2026, 9, 1)) == "11:00"


def test_a_change_is_withdrawn_while_a_whole_day_lies_before_it(refuses: Any) -> None:
    made = announced(("fee_seller", "0.3"))
    call = Call(OPERATOR, WHEN.replace(day=31), "late")
    with refuses("E-RB-07"):
        withdraw_rules(call, notice=made.pk)
    withdraw_rules(replace(call, when=WHEN.replace(day=30), key="w"), notice=made.pk)
    assert value("fee_seller", BEGINS) == "0.5"
    assert fee_fen(100_000, side="seller", shelf=open_rulebook(), as_of=BEGINS) == 500
    with refuses("E-MC-01"):
        withdraw_rules(replace(call, key="again"), notice=made.pk)


def test_only_the_operator_changes_rules(refuses: Any) -> None:
    with refuses("E-AU-01"):
        announce_rules(
            Call(Actor("user:2", frozenset({"trader"})), WHEN, "k"),
            **{**PAPER, "valid_from": BEGINS, "changes": [("fee_seller", "0.3")]},
        )


def test_every_rule_of_the_exchange_has_words_and_a_unit() -> None:
    assert {row.name for row in open_shelf().rows(TABLE) if row.key == KEY} == set(WORDS)


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_the_page_keeps_what_was_typed_and_shows_what_comes(office: Any) -> None:
    where, day = reverse("announce_rules"), now().date()
    operator = browser("operator")
    page = operator.get(where).content.decode()
    assert "卖方手续费" in page
    assert "0 至 10%，可有小数" in page
    assert "单一碳票持有人上限" not in page, "fixed by the state"
    told = {
        "key": "k", "document": PAPER["document"], "issued": day, "reason": "降低成本",
        "valid_from": day + timedelta(days=9),
        "to_fee_seller": "11", "to_fee_min_fen": "0.50", "to_listing_review": "none",
    }  # fmt: skip
    wrong = operator.post(where, told)
    assert wrong.status_code == 422
    shown = wrong.content.decode()
    assert "“卖方手续费”的新值“11”不合要求" in shown
    assert 'value="0.50"' in shown
    done = operator.post(where, {**told, "to_fee_seller": "0.3"})
    assert done.headers["Location"] == reverse("market_rules")
    made = RuleNotice.objects.get()
    assert dict(made.changes) == {
        "fee_seller": "0.3", "fee_min_fen": "50", "listing_review": "none",
    }  # fmt: skip
    answer = Client().get(reverse("market_rules"))
    assert "rulebook/notices.html" in {template.name for template in answer.templates}
    public = answer.content.decode()
    assert "卖方手续费 0.3%" in public
    assert "手续费每笔最低 0.50 元" in public
    assert "挂牌审核 不审核" in public
    assert "待执行" in public
    market = Client().get(reverse("market")).content.decode()
    assert f"自 {made.valid_from} 起交易规则有调整" in market
    assert reverse("withdraw_rules", args=[made.number]) not in public
    table = Client().get(reverse("table", args=[TABLE])).content.decode()
    assert reverse("market_rules") in table, "the table of the release leads to what came since"
    assert (
        operator.post(reverse("withdraw_rules", args=[made.number]), {"key": "w"}).status_code
        == 302
    )
    assert "已撤回" in Client().get(reverse("market_rules")).content.decode()
    english = Client().get("/en" + reverse("market_rules")).content.decode()
    assert "Fee of the seller 0.3 %" in english


def test_pages_of_the_operator_are_shut_to_others(office: Any) -> None:
    assert browser("buyer").get(reverse("announce_rules")).status_code == 403
    assert Client().get(reverse("announce_rules")).status_code == 302

"""Every rule is answered with its article; what nobody told is unknown."""

from __future__ import annotations

from datetime import date

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf
from qingshan.core.zoning.eligibility import Finding, answered
from qingshan.core.zoning.verdict import Verdict

DAY = date(2026, 7, 1)


def test_all_fifteen_rules_stand_in_order_and_silence_is_unknown() -> None:
    rules = answered({}, shelf=open_shelf(), as_of=DAY)
    assert [rule.code for rule in rules] == [f"E{number}" for number in range(1, 16)]
    assert {rule.verdict for rule in rules} == {Verdict.UNKNOWN}
    for rule in rules:
        assert rule.name.zh
        assert rule.name.en
        assert rule.article.text.zh
        assert rule.article.source
        assert rule.as_dict()["verdict"] == "unknown"


def test_a_finding_fills_its_rule_alone() -> None:
    found = Finding(Verdict.FAIL, Label("重叠", "overlap"), DAY, (1, 3))
    rules = {rule.code: rule for rule in answered({"E7": found}, shelf=open_shelf(), as_of=DAY)}
    assert rules["E7"].verdict is Verdict.FAIL
    assert rules["E7"].conflicts == (1, 3)
    assert rules["E7"].data_date == DAY
    assert rules["E8"].verdict is Verdict.UNKNOWN

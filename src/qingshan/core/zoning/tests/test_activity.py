"""The ten limited activities of the redline, and the uses of a forest that fall under them."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.core.tables.shelf import open_shelf
from qingshan.core.zoning.activity import Standing, activities

KNOWN = activities(open_shelf(), date(2026, 7, 1))


def test_the_ten_stand_between_the_uses_and_none_of_them() -> None:
    codes = list(KNOWN)
    assert codes[:3] == ["measuring", "forest_management", "afforestation"]
    assert codes[3:13] == [str(number) for number in range(1, 11)]
    assert codes[13:] == ["other"]
    assert all(KNOWN[code].number == int(code) for code in codes[3:13])


@pytest.mark.parametrize(
    ("code", "standing", "zh", "en"),
    [
        ("measuring", Standing.ALLOWED, "第一类有限人为活动", "limited activity 1"),
        ("forest_management", Standing.LIMITED, "限人工商品林", "planted commercial forest only"),
        ("afforestation", Standing.LIMITED, "第八类有限人为活动", "restoration plan"),
        ("4", Standing.LIMITED, "第四类有限人为活动", "limited activity 4"),
        ("6", Standing.LIMITED, "无法避让", "unavoidable"),
        ("10", Standing.LIMITED, "第十类有限人为活动", "limited activity 10"),
        ("other", Standing.NOT_ALLOWED, "红线内不允许", "not allowed within the redline"),
    ],
)
def test_each_is_answered_with_its_article(code: str, standing: Standing, zh: str, en: str) -> None:
    one = KNOWN[code]
    assert one.standing is standing
    assert zh in one.says.zh
    assert en in one.says.en
    assert "自然资发〔2022〕142号" in one.says.zh

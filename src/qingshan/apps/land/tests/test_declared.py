"""What is told beside a file is understood in many words, and refused where no table knows it."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.apps.land.declared import FIELDS, declared_of, known_words
from qingshan.core.kernel.errors import Refused

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("name", "words", "meant"),
    [
        ("species", ("马尾松", "220", "Masson pine"), "马尾松"),
        ("species", ("竹林", "毛竹", "660", "bamboo"), "竹林"),
        ("species", ("灌木林", "shrub"), "灌木林"),
        ("origin", ("planted", "人工", "21", "Planted"), "planted"),
        ("origin", ("natural", "天然", "11"), "natural"),
        ("age_group", ("2", "中龄林", "中龄", "middle-aged"), 2),
    ],
)
def test_codes_and_words_mean_the_same(name, words, meant) -> None:
    for word in words:
        assert getattr(declared_of({name: word}, DAY).stands, name) == meant, word


def test_nothing_told_is_nothing() -> None:
    told = declared_of({}, DAY)
    assert not told.stands
    assert told.activity is None
    assert told.as_dict() == {"species": "", "origin": "", "age_group": None, "activity": ""}


def test_an_activity_is_found_by_number_or_name() -> None:
    for word in ("4", "forest_management"):
        activity = declared_of({"activity": word}, DAY).activity
        assert activity is not None
        assert activity.number == 4


def test_words_that_no_table_knows_are_refused_at_once(refuses) -> None:
    told = dict.fromkeys(FIELDS, "月亮")
    with refuses("E-EL-13"):
        declared_of(told, DAY)
    with pytest.raises(Refused) as caught:
        declared_of(told, DAY)
    assert [refusal.place for refusal in caught.value.refusals] == list(FIELDS)
    assert "马尾松" in caught.value.refusals[0].remedy("zh")
    assert "planted" in caught.value.refusals[1].remedy("en")


def test_every_list_has_words_in_both_languages() -> None:
    for name in FIELDS:
        words = known_words(name, DAY)
        assert len(words) >= 2
        assert all(label.zh and label.en for label in words.values())

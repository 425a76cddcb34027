"""Digests, periods, machines, refusals: the words every room speaks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from qingshan.core.kernel.digest import canonical, digest_of
from qingshan.core.kernel.errors import Refusal, Refused, declare, declared, refuse_all
from qingshan.core.kernel.label import Label, enumerated, joined
from qingshan.core.kernel.machine import Machine, Move
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import carbon, round_half_even, tonnes_text, whole_tonnes

STATES = {"a": Label("甲", "a"), "b": Label("乙", "b")}


def test_a_digest_does_not_depend_on_key_order() -> None:
    assert digest_of({"a": 1, "b": "青山"}) == digest_of({"b": "青山", "a": 1})
    assert canonical({"day": date(2024, 3, 28)}) == b'{"day":"2024-03-28"}'


@pytest.mark.parametrize("value", [1.5, {"x": [2.0]}, (1, {"y": 0.1})])
def test_a_float_has_no_digest(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        digest_of(value)


def test_a_period_is_inclusive_on_pages_and_half_open_inside() -> None:
    five_years = Period.inclusive(date(2019, 1, 1), date(2023, 12, 31))
    assert five_years.end == date(2024, 1, 1)
    assert five_years.last == date(2023, 12, 31)
    assert five_years.years == pytest.approx(5, abs=0.01)
    assert not five_years.overlaps(Period(date(2024, 1, 1), date(2025, 1, 1)))
    assert five_years.overlaps(Period(date(2023, 12, 31), date(2025, 1, 1)))
    with pytest.raises(ValueError, match="end after"):
        Period(date(2024, 1, 1), date(2024, 1, 1))


def test_a_machine_knows_its_moves_and_its_ends() -> None:
    machine = Machine("m", "a", STATES, (Move("go", "a", "b", "role"),))
    assert machine.move("go", "a") == machine.moves[0]
    assert machine.move("go", "b") is None
    assert machine.final_states() == {"b"}
    assert "a --> b: go (role)" in machine.mermaid()


@pytest.mark.parametrize(
    "moves",
    [
        (Move("go", "a", "c", "role"),),
        (Move("go", "a", "b", "role"), Move("go", "a", "a", "role")),
    ],
)
def test_a_machine_with_a_hole_is_refused(moves: tuple[Move, ...]) -> None:
    with pytest.raises(ValueError, match="m:"):
        Machine("m", "a", STATES, moves)


def test_a_refusal_says_what_where_why_and_what_to_do_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qingshan.core.kernel.errors._TEXTS", {})
    code = declare(
        "E-TEST-01",
        what=Label("{thing}不对。", "{thing} is wrong."),
        why=Label("原因。", "Why."),
        remedy=Label("改。", "Mend it."),
    )
    refusal = Refusal(code, "第 7 行", {"thing": "面积"})
    assert refusal.what() == "面积不对。"
    assert refusal.as_dict("en")["what"] == "面积 is wrong."
    assert set(refusal.as_dict()) == {"code", "place", "zh", "en"}
    assert [refusal.where(each) for each in ("zh", "en")] == ["第 7 行", "第 7 行"]
    assert refusal.as_dict("en")["place"] == refusal.as_dict()["en"]["place"] == "第 7 行"
    assert code in declared()
    with pytest.raises(Refused) as caught:
        refuse_all([refusal, refusal])
    assert len(caught.value.refusals) == 2
    refuse_all([])
    with pytest.raises(ValueError, match="twice"):
        declare(code, what=Label("", ""), why=Label("", ""), remedy=Label("", ""))
    with pytest.raises(AssertionError):
        Refusal("E-NOBODY")


def test_a_fact_in_two_languages_is_told_in_that_of_the_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qingshan.core.kernel.errors._TEXTS", {})
    said = Label("{party}尚未开户。", "{party} has no account yet.")
    code = declare("E-TEST-02", what=said, why=said, remedy=said)
    refusal = Refusal(code, facts={"party": Label("甲林场", "Farm A")})
    assert refusal.what("zh") == "甲林场尚未开户。"
    assert refusal.remedy("en") == "Farm A has no account yet."


def test_a_place_in_two_languages_is_told_in_that_of_the_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qingshan.core.kernel.errors._TEXTS", {})
    said = Label("{place}写错。", "{place} is wrong.")
    code = declare("E-TEST-03", what=said, why=said, remedy=said)
    refusal = Refusal(code, Label("第 3 行", "line 3"))
    assert [refusal.where(each) for each in ("zh-hans", "en")] == ["第 3 行", "line 3"]
    assert [refusal.what(each) for each in ("zh", "en")] == ["第 3 行写错。", "line 3 is wrong."]
    assert refusal.as_dict("en")["place"] == "line 3"
    told = refusal.as_dict()
    places = [told["place"], told["zh"]["place"], told["en"]["place"]]
    assert places == ["第 3 行", "第 3 行", "line 3"]
    assert str(Refused(refusal)) == "[E-TEST-03] line 3 line 3 is wrong."
    same = {(one.code, one.place) for one in (refusal, Refusal(code, Label("第 3 行", "line 3")))}
    assert same == {(code, Label("第 3 行", "line 3"))}
    elsewhere = Refusal(code, facts={"place": Label("那里", "over there")})
    assert elsewhere.what("en") == "over there is wrong.", "a fact of that name goes before"


def test_places_are_told_together_in_both_languages_where_one_has_two() -> None:
    assert joined(["a", "b"]) == "a, b"
    assert joined(["a", Label("乙", "b")], " ") == Label("a 乙", "a b")


def test_several_texts_are_told_as_one_in_each_language_and_in_their_order() -> None:
    assert enumerated(STATES[name] for name in "ba") == Label("乙、甲", "b, a")
    assert enumerated([STATES["a"]]) == STATES["a"]
    assert enumerated([]) == Label("", "")


@given(some.integers(min_value=0, max_value=10**14))
def test_whole_tonnes_and_remainder_make_the_amount(amount: int) -> None:
    whole = whole_tonnes(amount)
    assert 0 <= amount - carbon(whole) < carbon(1)


@pytest.mark.parametrize(
    ("value", "whole"), [(0.5, 0), (1.5, 2), (2.5, 2), (-0.5, 0), (2.675e2, 268)]
)
def test_rounding_is_half_to_even(value: float, whole: int) -> None:
    assert round_half_even(value) == whole


def test_tonnes_are_shown_plain_or_with_all_four_decimals() -> None:
    assert tonnes_text(carbon(17_530)) == "17,530"
    assert tonnes_text(carbon("37.0173")) == "37.0173"
    with pytest.raises(ValueError, match="four decimals"):
        carbon("0.00001")

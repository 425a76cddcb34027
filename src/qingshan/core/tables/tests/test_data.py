"""The project's own tables: sound, sourced, and true to the arithmetic that they claim."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest

from qingshan.core.tables.row import BASES, CONFIDENCES, Value
from qingshan.core.tables.shelf import open_shelf

TODAY = date(2026, 7, 17)
CO2_PER_C = 44 / 12


@pytest.fixture(scope="module")
def shelf():
    return open_shelf()


def number(shelf, table, key, name, unit):
    return shelf.value(table, key=key, name=name, unit=unit, as_of=TODAY, allow_low=True).number


def test_every_table_is_sound(shelf):
    shelf.check()
    assert len(shelf.tables()) >= 60


def test_every_source_and_every_unit_is_used(shelf):
    rows = [row for table in shelf.tables() for row in shelf.rows(table)]
    assert {source.id for source in shelf.sources()} == {row.source.id for row in rows}
    assert set(shelf.units) == {row.unit for row in rows}
    assert {row.basis for row in rows} == set(BASES)
    assert {row.confidence for row in rows} == set(CONFIDENCES)


def test_what_the_project_sets_says_so(shelf):
    for table in ("registry.ticket", "market.exchange", "carbon.field_limit"):
        for row in shelf.rows(table):
            said = row.note.startswith("暂定，无正式文本")
            assert said == (row.basis == "set"), (table, row.name)


def test_derived_columns_follow_from_their_factors(shelf):
    table = "carbon.species_group"
    for key in shelf.keys(table):
        svd = number(shelf, table, key, "svd", "t/m3")
        bef = number(shelf, table, key, "bef", "1")
        rsr = number(shelf, table, key, "rsr", "1")
        cf = number(shelf, table, key, "cf", "tC/t")
        assert number(shelf, table, key, "bcef", "t/m3") == pytest.approx(svd * bef, abs=6e-5)
        total = svd * bef * (1 + rsr)
        assert number(shelf, table, key, "total_biomass", "t/m3") == pytest.approx(total, abs=6e-5)
        removal = total * cf * CO2_PER_C
        found = number(shelf, table, key, "tco2_per_m3", "tCO2/m3")
        assert found == pytest.approx(removal, abs=6e-5)


def test_volume_checks_follow_from_the_equations(shelf):
    frame = shelf.wide("carbon.volume_two_entry", as_of=TODAY)
    assert frame.height == 26
    for row in frame.iter_rows(named=True):
        if row["form"] == "V=a*D^b1*H^c1":
            volume = row["a"] * 20 ** row["b1"] * 15 ** row["c1"]
            assert volume == pytest.approx(row["check_d20_h15"], abs=1e-6)


def test_allometry_checks_follow_from_the_equations(shelf):
    frame = shelf.wide("carbon.biomass_allometry", as_of=TODAY)
    forms = {
        "a*D^b": lambda a, b: a * 20**b,
        "a*(D^2*H)^b": lambda a, b: a * (20**2 * 15) ** b,
    }
    checked = 0
    for row in frame.iter_rows(named=True):
        rule = forms.get(row["form"])
        if rule is not None and row["check_d20_h15"] is not None:
            assert rule(row["a"], row["b"]) == pytest.approx(row["check_d20_h15"], abs=6e-5)
            checked += 1
    assert checked > 500


def test_the_equations_name_their_inputs(shelf):
    value = shelf.value(
        "carbon.volume_one_entry",
        key="贵州|杉木|general",
        name="b",
        unit="coefficient",
        as_of=TODAY,
    )
    assert isinstance(value, Value)
    assert value.basis_label.zh == "已查阅原文"


def test_species_codes_lead_to_groups_that_exist(shelf):
    groups = set(shelf.keys("carbon.species_group"))
    codes = [
        row.value_text
        for row in shelf.rows("carbon.species_code")
        if row.name == "species_group" and row.key.startswith("Guizhou")
    ]
    assert codes
    assert set(codes) <= groups


class Calendar:
    """Working days as the table of holidays says."""

    def __init__(self, shelf):
        rows = shelf.rows("calendar.holidays")
        self.years = {int(row.key) for row in rows if row.name == "coverage"}
        self.days = {row.key: row.name for row in rows if row.name != "coverage"}

    def is_workday(self, day):
        kind = self.days.get(day.isoformat())
        return kind == "workday" or (kind is None and day.weekday() < 5)


def test_twenty_working_days_from_17_july_2026_end_on_13_august(shelf):
    calendar = Calendar(shelf)
    days = (TODAY + timedelta(days=n) for n in count())
    worked = (day for day in days if calendar.is_workday(day))
    assert [next(worked) for _ in range(20)][-1] == date(2026, 8, 13)


@pytest.mark.parametrize(("year", "working"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_the_working_days_of_a_year(year, working, shelf):
    calendar = Calendar(shelf)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    assert sum(calendar.is_workday(day) for day in days if day.year == year) == working


def test_the_calendar_covers_what_it_says(shelf):
    calendar = Calendar(shelf)
    assert calendar.years == {2023, 2024, 2025, 2026}
    assert {int(day[:4]) for day in calendar.days} == calendar.years
    for day, kind in calendar.days.items():
        assert kind in ("holiday", "workday")
        if kind == "workday":
            assert date.fromisoformat(day).weekday() >= 5

"""A species is found by code or name; what stands in for it is said, never taken silently."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from qingshan.core.biomass.choice import LEVELS, ROUTES, Chooser, without_heights
from qingshan.core.biomass.species import Species, resolve_species, species_book
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
SHELF = open_shelf()
BOOK = species_book(SHELF, AS_OF)


def chooser(route="biomass_two_entry", **changes):
    return Chooser(SHELF, BOOK, route, AS_OF, **changes)


@pytest.mark.parametrize(
    "written",
    ["220", "220000", "110401", "马尾松", "Pinus massoniana", "Pinus massoniana Lamb.",
     "pinus massoniana", " 220 "],
)  # fmt: skip
def test_one_species_under_every_spelling(written):
    assert BOOK.find(written) == Species("马尾松", "species", "马尾松", "Pinus")


def test_every_six_digit_code_of_the_field_tool_agrees_with_the_national_one():
    pairs = {"110401": "220", "110405": "210", "110411": "230", "110704": "350", "110801": "310"}
    assert all(BOOK.find(six) == BOOK.find(three) for six, three in pairs.items())


def test_ranks():
    assert BOOK.find("410") == Species("栎类", "group", "栎类")
    assert BOOK.find("Quercus sp.") == Species("栎属", "genus", "栎类", "Quercus")
    assert BOOK.find("Quercus dentata") == Species("Quercus dentata", "species", "栎类", "Quercus")
    assert BOOK.find("Nothing here") is None


def test_unknown_values_are_said_at_once(refuses):
    with refuses("E-BM-05"):
        resolve_species(["220", "999", "马尾树", None], BOOK)


def test_a_value_may_be_declared():
    found = resolve_species(["甲", "220"], BOOK, {"甲": "杉木"})
    assert found["甲"].name == "杉木"


@pytest.mark.parametrize(
    ("written", "level", "name"),
    [
        ("310", "species", "national|杉木|a*D^b*H^c"),
        ("220", "species", "湖南|马尾松|a*(D^2*H)^b"),
        ("Quercus fabri", "genus", "安徽|麻栎|a*(D^2*H)^b"),
        ("Lithocarpus confinis", "genus", "湖南|石栎|a*(D^2*H)^b"),
        ("420", "group", "四川|桦木|a*(D^2*H)^b"),
        ("楝树", "wider", "湖南|阔叶|a*(D^2*H)^b"),
    ],
)
def test_the_stated_order_is_followed(written, level, name):
    choice = chooser().choose(BOOK.find(written))
    assert (choice.level, choice.equation.name) == (level, name)
    assert level in LEVELS


def test_a_named_equation_goes_first():
    name = "重庆|马尾松|a*(D^2*H)^b"
    choice = chooser(named={"马尾松": name}).choose(BOOK.find("220"))
    assert (choice.level, choice.equation.name) == ("named", name)
    central = "贵州|马尾松|central Guizhou"
    choice = chooser("volume_two_entry", named={"马尾松": central}).choose(BOOK.find("220"))
    assert choice.equation.name == central


def test_a_named_unsound_set_needs_a_person(refuses):
    named = {"马尾松": "national|马尾松|a*D^b*H^c"}
    with refuses("E-BM-03"):
        chooser(named=named).choose(BOOK.find("220"))
    choice = chooser(named=named, allowed_by="王工").choose(BOOK.find("220"))
    assert choice.equation.root_shoot is not None


def test_species_without_any_equation_are_said_together(refuses):
    found = resolve_species(["610", "620", "220"], BOOK)
    with refuses("E-BM-06"):
        chooser("volume_two_entry").choose_all(found)


def test_every_choice_can_be_used():
    """No route picks an equation that its table warns of."""
    species = dict.fromkeys(BOOK.spellings.values())
    for route in ROUTES:
        for one in species:
            if one.group in {"经济林", "竹林"} or (
                route.startswith("volume") and one.group in {"针叶混", "阔叶混", "针阔混", "杂木"}
            ):
                continue
            if route.startswith("volume") and not _has_volume(one):
                continue
            equation = chooser(route).choose(one).equation
            assert getattr(equation, "finding", None) is None


def _has_volume(one):
    """Conifers without a table of their own have no provincial volume."""
    wider = SHELF.wide("biomass.wider_group", AS_OF)
    rows = dict(wider.iter_rows())
    own = {"马尾松", "杉木", "柏木", "华山松", "云南松"}
    return one.group in own or rows.get(one.group) != "针叶" or one.genus == "Pinus"


@pytest.mark.reference
def test_wood_densities_fall_back_to_the_genus_where_the_species_is_absent(reference):
    """The world's list lacks 白栎 and 窄叶柯; the genus of our book is the one to ask it for."""
    path = reference / "data" / "forest" / "wood_density" / "wsg_estimates.csv"
    listed = pl.read_csv(path, infer_schema_length=0)
    names = set(listed["species"].drop_nulls().to_list())
    for latin, mean in (("Quercus fabri", 0.711), ("Lithocarpus confinis", 0.686)):
        assert latin not in names
        genus = BOOK.find(latin).genus
        row = listed.filter((pl.col("genus") == genus) & (pl.col("level_tax") == "genus"))
        assert row["wsg"].cast(pl.Float64).to_list() == pytest.approx([mean], abs=0.0006)
    for latin, density in (("Cunninghamia lanceolata", 0.323), ("Pinus massoniana", 0.485)):
        assert latin in names
        row = listed.filter(pl.col("species") == latin)
        assert float(row["wsg"][0]) == pytest.approx(density, abs=0.0006)


def test_trees_without_height_are_refused_only_where_heights_are_needed(refuses):
    pine = BOOK.find("220")
    needs, needs_none = (
        chooser(route).choose(pine) for route in ("volume_two_entry", "volume_one_entry")
    )
    assert without_heights(needs_none, ["1/7"]) is None
    assert without_heights(needs, []) is None
    with refuses("E-BM-04"):
        refuse_all([without_heights(needs, ["1/7", "2/3"])])


@pytest.mark.parametrize("written", ["灌木林", "其他灌木", "Shrub"])
def test_shrub_is_sent_to_the_route_that_measures_it(refuses, written):
    """METHODOLOGY 3.2 (d) measures shrub by cover; nothing of it is measured by plant or plot."""
    with refuses("E-BM-08"):
        resolve_species(["220", written], BOOK)
    with pytest.raises(Refused) as caught:
        resolve_species([written, "杜鹃"], BOOK)
    shrub, unknown = sorted(caught.value.refusals, key=lambda each: each.code, reverse=True)
    assert "shrub" in shrub.remedy("zh")
    assert "E-BM-08" in unknown.remedy("zh"), "a shrub by its own name is led there as well"

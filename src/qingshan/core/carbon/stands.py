"""What is known of each stand before anybody measures it: by the file, else as declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon.codes import resolve
from qingshan.core.carbon.curves import KIND_TABLE, CurveTable
from qingshan.core.carbon.fieldmap import FieldMap
from qingshan.core.carbon.findings import Findings
from qingshan.core.carbon.parameters import Books, reference_books
from qingshan.core.carbon.quantities import density
from qingshan.core.carbon.survey import Columns
from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

TREE, BAMBOO, SHRUB, NO_FOREST = "tree", "bamboo", "shrub", "none"
KINDS: Mapping[str, Label] = {
    TREE: Label("乔木林", "tree forest"),
    BAMBOO: Label("竹林", "bamboo"),
    SHRUB: Label("灌木林", "shrub"),
}
ORIGINS: Mapping[str, Label] = {
    "natural": Label("天然", "natural"),
    "planted": Label("人工", "planted"),
}
AGE_GROUPS: Mapping[int, Label] = {
    1: Label("幼龄林", "young"),
    2: Label("中龄林", "middle-aged"),
    3: Label("近熟林", "near-mature"),
    4: Label("成熟林", "mature"),
    5: Label("过熟林", "over-mature"),
}
_BY_LAND_CLASS = {
    "tree": TREE, "young": TREE, "bamboo": BAMBOO, "shrub": SHRUB,
    "none": NO_FOREST, "non-forest": NO_FOREST, "wetland": NO_FOREST,
}  # fmt: skip
_STOCK_LIMIT = "HUO_LMGQXJ"


@dataclass(frozen=True)
class StandFacts:
    """What a visitor declares of a forest; empty or 0 where nothing was said.

    ``species`` is a key of table ``carbon.stand_kind`` (a species group, 竹林 or 灌木林),
    ``origin`` a key of ``ORIGINS``, ``age_group`` one of ``AGE_GROUPS``. ``curves`` are growth
    curves of one's own; where they reach, they go before the reference curves.
    """

    species: str = ""
    origin: str = ""
    age_group: int = 0
    curves: CurveTable | None = None

    def __bool__(self) -> bool:
        return bool(self.species or self.origin or self.age_group)


@dataclass(frozen=True)
class Stands:
    """One row a stand, in order of the file.

    ``frame`` has ``kind`` (``KINDS``, ``none`` for land that bears no forest), ``group``,
    ``origin``, ``age_group``, ``age_yr``, ``volume_m3_ha`` and ``area_ha``; null is unknown.
    ``differences`` tell where the file says something else than was declared.
    """

    frame: pl.DataFrame
    differences: tuple[Label, ...] = ()

    @property
    def grown(self) -> bool:
        """Whether any drawn land bears a stand, or may bear one."""
        forest = self.frame["kind"].fill_null("") != NO_FOREST
        return bool(self.frame["area_ha"].filter(forest).sum())


def stands_of(
    layer: Layer, facts: StandFacts | None = None, *, shelf: Shelf, as_of: date
) -> Stands:
    """The stands of a layer; what the file says goes before what was declared.

    Parameters
    ----------
    layer, facts
        The file as read (nothing in it is refused here), and what was told beside it.
    shelf, as_of
        Tables of codes, and the one date under which they are read.
    """
    facts = facts or StandFacts()
    books = reference_books(shelf, as_of)
    columns = Columns(layer.frame, FieldMap(), books)
    area = pl.Series(areas_ha(layer.shapes)).fill_nan(None)
    kinds = kinds_of(shelf, as_of)
    group = _group(columns, books)
    kind = _kind(columns, books, group, kinds)
    origin = _origin(columns, books)
    age_group = _within(columns, "age_group", 1, 5).cast(pl.Int64, strict=False)
    told = pl.DataFrame({"kind": kind, "group": group, "origin": origin, "age_group": age_group})
    declared_kind = kinds.get(facts.species)
    species = facts.species if declared_kind == TREE else None
    is_tree = pl.col("kind").fill_null(declared_kind or "") == TREE
    frame = told.with_columns(
        pl.col("kind").fill_null(pl.lit(declared_kind, pl.String)),
        pl.when(is_tree)
        .then(pl.col("group").fill_null(pl.lit(species, pl.String)))
        .otherwise(pl.col("group")),
        pl.col("origin").fill_null(pl.lit(facts.origin or None, pl.String)),
        pl.col("age_group").fill_null(pl.lit(facts.age_group or None, pl.Int64)),
        age_yr=_within(columns, "mean_age", 1, None),
        volume_m3_ha=_volume(columns, area, books),
        area_ha=area,
    )
    return Stands(frame, _differences(told, facts, declared_kind, shelf, as_of))


def kinds_of(shelf: Shelf, as_of: date) -> dict[str, str]:
    """Species groups that may be declared, with the kind of stand that each forms."""
    return {
        key: shelf.text(KIND_TABLE, key=key, name="kind", as_of=as_of).value
        for key in shelf.keys(KIND_TABLE)
    }


def species_labels(shelf: Shelf, as_of: date) -> dict[str, Label]:
    """The same groups in words."""
    return {
        key: Label(key, shelf.text(KIND_TABLE, key=key, name="label_en", as_of=as_of).value)
        for key in shelf.keys(KIND_TABLE)
    }


def _group(columns: Columns, books: Books) -> pl.Series:
    written = _text(columns, "species")
    found = resolve(written.drop_nulls().unique(), books.species, {}).found
    return _meant(written, {value: code.meaning for value, code in found.items()})


def _kind(columns: Columns, books: Books, group: pl.Series, kinds: Mapping[str, str]) -> pl.Series:
    written = _text(columns, "land_class")
    found = resolve(written.drop_nulls().unique(), books.land_class, {}).found
    by_class = {
        value: _BY_LAND_CLASS[word]
        for value, code in found.items()
        if (word := code.meaning.replace("/", " ").split(" ")[0]) in _BY_LAND_CLASS
    }
    return _meant(written, by_class).fill_null(_meant(group, kinds))


def _origin(columns: Columns, books: Books) -> pl.Series:
    return _meant(_text(columns, "origin"), books.origins)


def _volume(columns: Columns, area: pl.Series, books: Books) -> pl.Series:
    """Growing stock at the one date, m3/ha; a zero is what a dBASE file makes of unknown."""
    found, _ = density(columns, "t2", area, Findings(str))
    if found is None:
        return reading.blank(len(area))
    most = books.limits[_STOCK_LIMIT][1]
    return pl.select(pl.when((found > 0) & (found <= most)).then(found)).to_series()


def _within(columns: Columns, name: str, low: float, high: float | None) -> pl.Series:
    found = columns.find(name)
    if found is None:
        return reading.blank(len(columns.frame))
    values, _ = reading.number(found.raw)
    inside = values >= low if high is None else (values >= low) & (values <= high)
    return pl.select(pl.when(inside).then(values)).to_series()


def _text(columns: Columns, name: str) -> pl.Series:
    found = columns.find(name)
    if found is None:
        return reading.blank(len(columns.frame), pl.String)
    written = reading.text(found.raw)
    return pl.select(pl.when(written != "0").then(written)).to_series()


def _meant(written: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    return written.replace_strict(
        list(meanings), list(meanings.values()), default=None, return_dtype=pl.String
    )


def _differences(
    told: pl.DataFrame, facts: StandFacts, kind: str | None, shelf: Shelf, as_of: date
) -> tuple[Label, ...]:
    """Where the file contradicts what was declared: the file holds."""
    asked: list[tuple[Label, Label, pl.Expr]] = []
    if facts.species:
        other = pl.col("kind") != kind
        if kind == TREE:
            other = other.fill_null(value=False) | (pl.col("group") != facts.species)
        named = species_labels(shelf, as_of)[facts.species]
        asked.append((Label("优势树种", "dominant species"), named, other))
    if facts.origin:
        other = pl.col("origin") != facts.origin
        asked.append((Label("起源", "origin"), ORIGINS[facts.origin], other))
    if facts.age_group:
        other = pl.col("age_group") != facts.age_group
        asked.append((Label("龄组", "age group"), AGE_GROUPS[facts.age_group], other))
    found = []
    for what, said, other in asked:
        count = int(told.select(other.fill_null(value=False).sum()).item())
        if count:
            found.append(
                Label(
                    f"填报的{what.zh}为“{said.zh}”，文件中有 {count} 个小班不同，以文件为准。",
                    f"The {what.en} declared is “{said.en}”; {count} sub-compartments of the file "
                    "say otherwise, and the file holds.",
                )
            )
    return tuple(found)

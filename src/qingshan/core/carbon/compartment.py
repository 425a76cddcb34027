"""From a survey file to sub-compartments (小班) in our columns, or every reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.classify import Classifier
from qingshan.core.carbon.dates import Dates
from qingshan.core.carbon.fieldmap import FieldMap
from qingshan.core.carbon.findings import Findings
from qingshan.core.carbon.formulas.bamboo import BAMBOO
from qingshan.core.carbon.formulas.shrub import SHRUB
from qingshan.core.carbon.formulas.stock import TREE
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.options import settle
from qingshan.core.carbon.parameters import reference_books
from qingshan.core.carbon.quantities import area_ha
from qingshan.core.carbon.reading import blank
from qingshan.core.carbon.schema import MORE, OUTPUT_COLUMNS
from qingshan.core.carbon.survey import Columns, check_keys
from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.vector import Layer, read_layer
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import Shelf

ALL_POOLS = (TREE, BAMBOO, SHRUB)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Survey:
    """A survey as read: its attribute frame and what belongs to it.

    ``shape_area_ha`` are the drawn areas in row order; ``earlier`` is the survey at the first
    date when
    it is another file; ``folder`` is where files named by a field map may lie beside the data.
    """

    frame: pl.DataFrame
    shape_area_ha: Floats | None = None
    folder: Path | None = None
    earlier: pl.DataFrame | None = None

    @classmethod
    def of(
        cls, layer: Layer, *, folder: Path | None = None, earlier: Layer | None = None
    ) -> Survey:
        """From layers as ``core.geo`` reads them; the drawn areas are geodesic."""
        return cls(
            frame=layer.frame,
            shape_area_ha=areas_ha(layer.shapes),
            folder=folder,
            earlier=None if earlier is None else earlier.frame,
        )


@dataclass(frozen=True)
class Choice:
    """A method with the options of the run to come: these may admit further layers."""

    method: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """Under what a survey is fitted: the tables, their date, the map, the period and the method."""

    shelf: Shelf
    as_of: date
    fields: FieldMap = field(default_factory=FieldMap)
    period: Period | None = None
    method: str | Choice = "gz_ticket_v1"

    @property
    def choice(self) -> Choice:
        """The method with its options."""
        return Choice(self.method) if isinstance(self.method, str) else self.method


@dataclass(frozen=True)
class Compartments:
    """Sub-compartments ready to be measured; columns as ``schema.OUTPUT_COLUMNS`` names them."""

    frame: pl.DataFrame
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.frame)


def fit(
    survey: Survey | Layer,
    *,
    shelf: Shelf,
    as_of: date,
    fields: FieldMap | None = None,
    period: Period | None = None,
    method: str | Choice = "gz_ticket_v1",
) -> Compartments:
    """Fit a survey to the schema.

    Parameters
    ----------
    survey
        The survey, or a layer as ``core.geo`` reads it.
    shelf, as_of
        Tables of codes and parameters, and the one date under which they are read.
    fields
        What the standard field codes do not tell; none for a standard 林业 layer.
    period
        Needed when the field map takes the volumes from growth curves.
    method
        The method whose layers (land classes) are admitted; as a ``Choice`` with its options.

    Returns
    -------
    Compartments
        ``area_ha`` and ``area_t1_ha`` in ha, volumes in m3/ha, ages in years, canopy as 0 to 1,
        ``emission_t`` in tCO2e; ``level`` says how the parameter group was found.

    Raises
    ------
    Refused
        E-FD-01 to E-FD-23, all at once, with the sub-compartment and its row (1-based) as place.
    """
    if isinstance(survey, Layer):
        survey = Survey.of(survey)
    fitting = _Fitting(survey, Fit(shelf, as_of, fields or FieldMap(), period, method))
    return fitting.result()


@dataclass(frozen=True)
class Outline:
    """What can be told of a survey that does not fit: names of rows and stated areas (ha, or NaN).

    ``area_ha`` is None where the survey holds no column of areas.
    """

    places: tuple[Label, ...]
    area_ha: Floats | None


def outline(
    survey: Survey, *, shelf: Shelf, as_of: date, fields: FieldMap | None = None
) -> Outline:
    """Keys and areas of a survey, whatever else is wrong with it, to check the shapes by.

    Nothing is refused here: ``fit`` says all that is wrong with the fields.
    """
    fitting = _Fitting(survey, Fit(shelf, as_of, fields or FieldMap()))
    return fitting.outline()


class _Fitting:
    """One pass over a survey; each step adds columns, findings and notes."""

    def __init__(self, survey: Survey, under: Fit) -> None:
        self._survey = survey
        self._under = under
        self._books = reference_books(under.shelf, under.as_of)
        self._columns = Columns(survey.frame, under.fields, self._books)
        self._findings = Findings(self._place)
        self._keys = blank(len(survey.frame), pl.String)
        self._out: dict[str, pl.Series] = {}
        self._notes: list[Note] = []

    def _place(self, index: int) -> Label:
        key, row = self._keys[index], index + 1
        if key is None:
            return Label(f"第 {row} 行", f"row {row}")
        return Label(f"小班 {key}（第 {row} 行）", f"sub-compartment {key} (row {row})")

    def result(self) -> Compartments:
        if not len(self._survey.frame):
            self._findings.one(codes.NO_ROWS)
        else:
            self._columns.check_map(self._findings)
            self._key()
            self._area()
            self._kinds()
            with self._findings.within(self._trees):
                self._volumes()
            self._describe()
            self._more()
        self._findings.raise_all()
        more = [name for name in MORE if name in self._out]
        frame = pl.DataFrame({name: self._out[name] for name in (*OUTPUT_COLUMNS, *more)})
        groups = {*self._books.groups, *frame["group"].unique(), *frame["group_t1"].unique()}
        named = pl.Enum(sorted(group for group in groups if group is not None))
        frame = frame.with_columns(pl.col("group", "group_t1").cast(named))
        return Compartments(frame, tuple(self._notes))

    def outline(self) -> Outline:
        length = len(self._survey.frame)
        if not length:
            return Outline((), None)
        self._key()
        self._area()
        places = tuple(self._place(index) for index in range(length))
        if self._columns.find("area") is None:
            return Outline(places, None)
        return Outline(places, self._out["area_ha"].cast(pl.Float64).fill_null(np.nan).to_numpy())

    def _key(self) -> None:
        keys = self._columns.keys(self._findings)
        self._keys = keys
        check_keys(keys, self._findings)
        self._out["compartment"] = keys
        self._out["row"] = pl.Series(range(1, len(keys) + 1), dtype=pl.Int64)

    def _area(self) -> None:
        area, factor, notes = area_ha(self._columns, self._survey.shape_area_ha, self._findings)
        self._out["area_ha"] = area
        self._unit_ha = factor
        self._notes += notes

    def _kinds(self) -> None:
        choice = self._under.choice
        method = find_method(choice.method)
        settled = settle(method.spec, choice.options)
        self._plan = method.plan(settled)
        admitted = method.spec.admitted(settled)
        classifier = Classifier(self._books, self._under.as_of, self._findings)
        self._out |= classifier.land_class(self._columns, method.spec, admitted)
        layer = self._out["layer"]
        self._pools = layer.replace_strict(
            list(admitted),
            [kind.pool for kind in admitted.values()],
            default=TREE,
            return_dtype=pl.String,
        )
        labels = [kind.label.zh for kind in admitted.values()]
        other = layer.replace_strict(list(admitted), labels, default=None, return_dtype=pl.String)
        self._trees = self._pools == TREE
        with self._findings.within(self._trees):
            self._out |= classifier.species(self._columns, self._trees, other)
        self._out["origin"] = classifier.origin(self._columns)

    def _volumes(self) -> None:
        dates = Dates(self._columns, self._findings, self._out["area_ha"], self._unit_ha)
        if self._under.fields.curve is not None:
            curves = dates.from_curves(self._under.period, self._survey.folder)
            self._out |= curves
        else:
            earlier = self._earlier()
            if earlier is not None:
                self._out |= dates.from_two(earlier, self._keys)
            else:
                self._out |= dates.from_one()
        self._notes += dates.notes
        classifier = Classifier(self._books, self._under.as_of, self._findings)
        self._out["group_t1"] = classifier.earlier_group(
            self._out.pop("species_t1"),
            self._out["group"],
            self._out["volume_t1_m3_ha"],
            self._under.fields.entry("species_t1").map or self._under.fields.entry("species").map,
        )
        self._notes += classifier.notes

    def _earlier(self) -> Columns | None:
        fields = self._under.fields
        frame = self._survey.earlier
        if frame is None and fields.earlier_file is not None:
            frame = _read_frame(fields.find_file(fields.earlier_file, self._survey.folder))
        if frame is None:
            return None
        told = fields.earlier or FieldMap()
        if not told.key_columns and fields.key_columns:
            told = replace(told, key_columns=fields.key_columns)
        return Columns(frame, told, self._books)

    def _describe(self) -> None:
        length = len(self._survey.frame)
        for name, column, dtype in (
            ("age_group", "age_group", pl.Int8),
            ("mean_age", "mean_age_yr", pl.Float64),
            ("canopy", "canopy", pl.Float64),
        ):
            found = self._columns.find(name)
            if found is None:
                self._out.setdefault(column, blank(length, dtype))
                continue
            values = self._columns.number(found, self._findings)
            self._out[column] = values.cast(dtype, strict=False)
        found = self._columns.find("emission")
        emission = pl.repeat(0.0, length, eager=True)
        if found is not None:
            emission = self._columns.number(found, self._findings)
            absent = reading.text(found.raw).is_null()
            self._findings.rows(codes.VALUE_MISSING, absent, found.field, found.facts())
        self._out["emission_t"] = emission

    def _more(self) -> None:
        """What the method asks for besides, of the rows of those pools that it asks."""
        for quantity in self._plan.inputs:
            field_ = MORE.get(quantity.name)
            if field_ is None:
                continue
            found = self._columns.find(quantity.name)
            asked = self._pools.is_in(quantity.layers or ALL_POOLS)
            with self._findings.within(asked):
                if found is None:
                    if not quantity.is_required or quantity.default is None:
                        self._columns.missing(field_, self._findings)
                    continue
                values = self._columns.number(found, self._findings)
                absent = reading.text(found.raw).is_null()
                self._findings.rows(codes.VALUE_MISSING, absent, found.field, found.facts())
            self._out[quantity.name] = values / 100.0 if field_.unit == "%" else values


def _read_frame(path: Path) -> pl.DataFrame:
    return read_layer(path).frame

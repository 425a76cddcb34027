"""The stands of a survey as growth curves need them: age, volume and area of every row."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from qingshan.core.carbon.classify import Classifier
from qingshan.core.carbon.fieldmap import FieldMap
from qingshan.core.carbon.findings import Findings
from qingshan.core.carbon.parameters import reference_books
from qingshan.core.carbon.quantities import area_ha, density
from qingshan.core.carbon.reading import blank
from qingshan.core.carbon.schema import FIELDS
from qingshan.core.carbon.survey import Columns
from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.vector import Layer
from qingshan.core.tables.shelf import Shelf


def stands_of_layer(layer: Layer, fields: FieldMap, shelf: Shelf, as_of: date) -> pl.DataFrame:
    """Every row of a layer in the columns of ``growth.stands``, read as at the second date.

    Parameters
    ----------
    layer
        The survey with its shapes, as ``core.geo`` reads it.
    fields
        The map of a foreign file; empty for the standard field codes.
    shelf, as_of
        Codes and species groups, and the date under which they are read.

    Returns
    -------
    frame
        ``row`` from 1, ``group``, ``origin``, ``age_yr``, ``volume_m3_ha``, ``area_ha``.

    Raises
    ------
    Refused
        E-FD codes where age, volume, species or area cannot be read, all at once.
    """
    books = reference_books(shelf, as_of)
    findings = Findings(lambda index: f"#{index + 1}")
    columns = Columns(layer.frame, fields, books)
    area, _, _ = area_ha(columns, np.asarray(areas_ha(layer.shapes)), findings)
    volume, _ = density(columns, "t2", area, findings)
    age = columns.find("mean_age")
    classifier = Classifier(books, as_of, findings)
    # Every row is taken for trees: what bears none has no growing stock, and is left out by that.
    trees = pl.repeat(value=True, n=len(layer.frame), eager=True)
    group = classifier.species(columns, trees, blank(len(trees), pl.String))["group"]
    for found, name in ((age, "mean_age"), (volume, "volume_t2")):
        if found is None:
            columns.missing(FIELDS[name], findings)
    ages = columns.number(age, findings) if age is not None else None
    origin = classifier.origin(columns)
    findings.raise_all()
    assert volume is not None, "an absent column was refused"
    return pl.DataFrame(
        {
            "row": range(1, len(layer.frame) + 1),
            "group": group.cast(pl.String),
            "origin": origin.cast(pl.String),
            "age_yr": ages,
            "volume_m3_ha": volume,
            "area_ha": area,
        }
    )

"""The offset of web maps is suspected where stored boundaries fit only without it, and undone."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely

from qingshan.core.doctor.examine import Answers, Reading, examine
from qingshan.core.doctor.offset import against, unshifted
from qingshan.core.geo.gcj02 import wgs84_to_gcj02
from qingshan.core.geo.writing import write_geopackage
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 1, 1)
WEST, SOUTH, STEP = 107.98, 26.57, 0.001
TRUE = np.array(
    [shapely.box(WEST + x * STEP, SOUTH, WEST + (x + 1) * STEP, SOUTH + STEP) for x in range(3)]
)


def offset(shapes):
    return shapely.transform(shapes, lambda p: np.column_stack(wgs84_to_gcj02(p[:, 0], p[:, 1])))


def card_of(folder, shapes, **answers):
    frame = pl.DataFrame(
        {"LIN_BAN": ["1"] * len(shapes), "XIAO_BAN": [*map(str, range(len(shapes)))]}
    )
    write_geopackage(folder / "a.gpkg", frame, shapes)
    return examine(
        folder / "a.gpkg",
        answers=Answers(**answers),
        shelf=open_shelf(),
        as_of=AS_OF,
        reading=Reading(confined=False),
    )


def asked(card, stored):
    card = against(card, np.asarray(stored, dtype=object), shelf=open_shelf(), as_of=AS_OF)
    return [finding for finding in card.findings if finding.code == "E-DR-12"]


@pytest.mark.parametrize("stored", [TRUE, [shapely.union_all(TRUE)], TRUE[:2]])
def test_shapes_traced_on_a_web_map_are_a_question(tmp_path, stored) -> None:
    """Stored parcels may be the same, merged into one, or fewer."""
    (finding,) = asked(card_of(tmp_path, offset(TRUE)), stored)
    assert [choice.value for choice in finding.choices] == ["GCJ-02", "none"]
    assert "568" in finding.says.zh


@pytest.mark.parametrize(
    "stored",
    [TRUE, [], [shapely.box(WEST + 0.004, SOUTH + 0.002, WEST + 0.006, SOUTH + 0.005)]],
)
def test_shapes_in_their_place_are_not_accused(tmp_path, stored) -> None:
    """They fit as they are, nothing is stored near them, or a neighbour is of other shape."""
    assert asked(card_of(tmp_path, TRUE), stored) == []


@pytest.mark.parametrize("answer", ["GCJ-02", "none"])
def test_an_answer_ends_the_question(tmp_path, answer) -> None:
    card = card_of(tmp_path, offset(TRUE), shift=answer)
    assert asked(card, TRUE) == []
    moved = card.layer_read.shapes
    there = TRUE if answer == "GCJ-02" else offset(TRUE)
    assert shapely.equals_exact(moved, there, 1e-8).all()
    assert ("gcj02-undone" in {finding.code for finding in card.findings}) == (answer == "GCJ-02")


def test_undoing_keeps_rows_without_shape() -> None:
    moved = unshifted(np.array([offset(TRUE)[0], None], dtype=object))
    assert moved[1] is None
    assert shapely.equals_exact(moved[0], TRUE[0], 1e-8)

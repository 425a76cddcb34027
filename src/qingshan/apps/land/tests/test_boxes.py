"""Bounding boxes in PostgreSQL's own type: exact there and back, found by their index."""

from __future__ import annotations

import pytest
import shapely
from django.db import connection

from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import Compartment, County

pytestmark = pytest.mark.django_db


def county(code: str, box: Box) -> County:
    return County.objects.create(
        code=code, name=code, prefecture="", shape=shapely.to_wkb(shapely.box(*box)), bounds=box,
        source="test",
    )  # fmt: skip


def test_a_box_comes_back_to_the_last_digit():
    box = Box(106.70000000000002, 26.1, 106.70000000000005, 1 / 3 + 26)
    assert County.objects.get(pk=county("1", box).pk).bounds == box


def test_meeting_is_sharing_a_point():
    county("1", Box(106.0, 26.0, 107.0, 27.0))
    for other, meets in (
        (Box(106.5, 26.5, 108.0, 28.0), True),
        (Box(107.0, 27.0, 108.0, 28.0), True),
        (Box(106.2, 26.2, 106.3, 26.3), True),
        (Box(107.1, 26.0, 108.0, 27.0), False),
        (Box(106.0, 27.1, 107.0, 28.0), False),
    ):
        assert County.objects.filter(bounds__meets=other).exists() is meets


def test_the_index_finds_them(office):
    survey = office.received()
    Compartment.objects.bulk_create(
        Compartment(
            survey=survey,
            row=number,
            key=str(number),
            stated_area_m2=1,
            shape_area_m2=1,
            shape=b"",
            bounds=Box(100 + number / 1000, 26.0, 100 + number / 1000 + 0.0005, 26.001),
        )
        for number in range(5000)
    )
    found = Compartment.objects.filter(bounds__meets=Box(103.0, 26.0, 103.002, 26.1))
    assert sorted(found.values_list("row", flat=True)) == [3000, 3001, 3002]
    with connection.cursor() as cursor:
        cursor.execute("analyze land_compartment")
    assert "compartment_bounds" in found.explain()

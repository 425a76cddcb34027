"""Choosing a forest by county, township and number, one step a page, without any script."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from qingshan.apps.land.history import Numbered, numbers_of, townships_of
from qingshan.apps.land.reads import county_names
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE

MOST_SHOWN = 500


def chooser_context(request: HttpRequest, as_of: date) -> dict[str, Any]:
    """Counties, the townships of the chosen one, the numbers of the chosen township."""
    county = request.GET.get("in_county", "")
    township = request.GET.get("in_township", "")
    names = county_names()
    townships = townships_of(county, as_of=as_of) if county in names else []
    is_known = any(one.name == township for one in townships)
    numbers = numbers_of(county, township, as_of=as_of) if is_known else []
    return {
        "chooser": {
            "counties": sorted(names.items()),
            "county": county,
            "townships": townships,
            "township": township,
            "numbers": [_row(one) for one in numbers[:MOST_SHOWN]],
            "left_out": max(len(numbers) - MOST_SHOWN, 0),
        }
    }


def _row(one: Numbered) -> dict[str, Any]:
    zh = [f"{one.village} 村", f"林班 {one.forest_block}", f"小班 {one.number}"]
    en = [f"village {one.village}", f"block {one.forest_block}", f"No. {one.number}"]
    told = [bool(one.village), bool(one.forest_block), True]
    return {
        "key": one.key,
        "label": Label(
            " ".join(text for text, is_told in zip(zh, told, strict=True) if is_told),
            ", ".join(text for text, is_told in zip(en, told, strict=True) if is_told),
        ),
        "species": one.species_group,
        "area_ha": one.area_m2 / SQUARE_METRE_PER_HECTARE,
    }

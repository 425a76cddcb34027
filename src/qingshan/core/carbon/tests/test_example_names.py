"""A survey under Chinese field names is the same survey."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import shapely

from qingshan.core.carbon.compartment import fit
from qingshan.core.carbon.example import Recipe, generate_compartments, with_chinese_names
from qingshan.core.carbon.run import measure
from qingshan.core.geo.vector import read_layer
from qingshan.core.geo.writing import write_shapefile
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

PERIOD = Period(date(2019, 1, 1), date(2024, 1, 1))
AS_OF = date(2024, 2, 2)


def test_chinese_names_survive_the_dbf_and_give_the_same_removal(tmp_path: Path) -> None:
    shelf = open_shelf()
    plain, shapes = generate_compartments(
        shapely.box(108.45, 26.65, 108.60, 26.80), Recipe(count=8, seed=3, county="522629")
    )
    named = with_chinese_names(plain, shelf, AS_OF)
    assert {"林班", "小班", "面积", "地类", "优势树种"} <= set(named.columns)
    removals = set()
    for name, frame in (("pinyin", plain), ("chinese", named)):
        path = tmp_path / f"{name}.zip"
        write_shapefile(path, frame, shapes, crs="EPSG:4524", encoding="GBK")
        layer = read_layer(path)
        assert layer.encoding.name == "GB18030"
        found = fit(layer, shelf=shelf, as_of=AS_OF, period=PERIOD)
        removals.add(measure(found, method="gz_ticket_v1", period=PERIOD, as_of=AS_OF).removal)
    assert len(removals) == 1

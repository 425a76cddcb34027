"""What a visitor tells about a forest: which one, over which days, and what files cannot show."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from django import forms

from qingshan.apps.base.forms import PartsField, PeriodMixin, day_field
from qingshan.apps.base.frame import language, say, spoken
from qingshan.apps.land.checking import default_period
from qingshan.apps.land.declared import FIELDS, known_words
from qingshan.core.doctor.examine import Answers
from qingshan.core.doctor.offset import GCJ02, NONE
from qingshan.core.kernel.label import Label

ANSWERS = ("crs", "encoding", "layer", "county", "shift")
TOLD = tuple(FIELDS)
MOST_HOUSEHOLDS = 100_000
_BETWEEN = re.compile(r"[\s,;，；、]+")
_LEAST_CORNERS = 3
_UNTOLD = Label("未说明", "Not said")
_UNREADABLE = Label(
    "第 {n} 行不能用：每行应是经度和纬度，一块地至少三个角点。",
    "Line {n} cannot be used: a line holds longitude and latitude, an area three corners or more.",
)


def _worded(name: str) -> Any:
    return spoken(FIELDS[name].zh, FIELDS[name].en.capitalize())


class PreCheckForm(PeriodMixin):
    """A forest as file, as drawing or as numbers of the register, and what may be told beside."""

    file = PartsField(
        label=spoken("小班文件", "File of the forest"),
        required=False,
        help_text=spoken(
            "压缩的 Shapefile（zip）、GeoPackage、GeoJSON、KML、GDB（zip）或界址点 TXT；"
            "散开的 shp、dbf、shx、prj 可一起选",
            "a zipped shapefile, GeoPackage, GeoJSON, KML, zipped GDB or boundary-point TXT; loose "
            "shp, dbf, shx and prj may be chosen together",
        ),
        error_messages={"empty": spoken("文件是空的，请重新导出。", "The file is empty.")},
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput)
    drawing_corners = forms.CharField(
        label=spoken("角点坐标（CGCS2000 经纬度）", "Corners (degrees of CGCS2000)"),
        required=False,
        help_text=spoken(
            "每行一个角点，先经度、后纬度，如 108.441200，26.730100；几块地之间空一行",
            "one corner a line, longitude before latitude, such as 108.441200, 26.730100; an empty "
            "line begins another area",
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    numbers = forms.CharField(required=False, widget=forms.HiddenInput)
    first_day = day_field(Label("监测期起日", "First day of the period"))
    last_day = day_field(Label("监测期止日", "Last day of the period"))
    households = forms.IntegerField(
        label=spoken("分享收益的户数", "Households that share"),
        required=False,
        min_value=1,
        max_value=MOST_HOUSEHOLDS,
    )
    tenure_number = forms.CharField(
        label=spoken("林权证号", "Tenure certificate number"), required=False, max_length=80
    )
    species = forms.ChoiceField(required=False, label=_worded("species"))
    origin = forms.ChoiceField(required=False, label=_worded("origin"))
    age_group = forms.ChoiceField(required=False, label=_worded("age_group"))
    activity = forms.ChoiceField(
        required=False,
        label=spoken("监测期内的经营活动", "Activity during the period"),
        help_text=spoken(
            "只在涉及生态保护红线时使用", "used only where land lies within the ecological redline"
        ),
    )
    crs = forms.CharField(
        label=spoken("坐标系", "Coordinate system"),
        required=False,
        max_length=40,
        help_text=spoken(
            "文件里没有时填写，例如 EPSG:4524（CGCS2000 三度带 36 带）",
            "only when the file names none, for example EPSG:4524",
        ),
    )
    encoding = forms.CharField(label=spoken("文字编码", "Encoding"), required=False, max_length=40)
    layer = forms.CharField(label=spoken("图层", "Layer"), required=False, max_length=120)
    county = forms.CharField(
        label=spoken("所在县（代码）", "County (code)"), required=False, max_length=12
    )
    shift = forms.ChoiceField(
        required=False,
        label=spoken("坐标偏移", "Offset of the coordinates"),
        choices=[
            ("", spoken("未说明", "Not said")),
            (GCJ02, spoken("有 GCJ-02 偏移，纠偏后再查", "GCJ-02: undo it before checking")),
            (NONE, spoken("没有偏移", "none")),
        ],
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        kwargs["initial"] = {**default_period(as_of), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for name in TOLD:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            known = known_words(name, as_of).items()
            field.choices = [("", say(_UNTOLD)), *((code, say(label)) for code, label in known)]

    def clean(self) -> dict[str, Any]:
        """Typed corners stand in for a drawing where none was made."""
        told = super().clean()
        corners = told.get("drawing_corners", "").strip()
        if corners and not told.get("drawing"):
            try:
                told["drawing"] = typed_areas(corners)
            except ValueError as fault:
                self.add_error("drawing_corners", _UNREADABLE.say(language()).format(n=fault))
        return told

    @property
    def answers(self) -> Answers:
        """What the visitor said about the file itself."""
        told = {name: self.cleaned_data.get(name) or None for name in ANSWERS}
        return Answers(**told)


def typed_areas(text: str) -> str:
    """Areas of typed corners as GeoJSON: a corner a line, an empty line between areas.

    Raises
    ------
    ValueError
        With the number of the first line that holds no two numbers.
    """
    areas: list[list[list[float]]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        parts = [part for part in _BETWEEN.split(line.strip()) if part]
        if not parts:
            areas.append([])
            continue
        try:
            lon, lat = (float(part) for part in parts)
        except ValueError:
            raise ValueError(number) from None
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            raise ValueError(number)
        areas[-1].append([lon, lat])
    rings = [area for area in areas if area]
    if any(len(ring) < _LEAST_CORNERS for ring in rings):
        raise ValueError(len(text.splitlines()))
    closed = [{"type": "Polygon", "coordinates": [[*ring, ring[0]]]} for ring in rings]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in closed]
    return json.dumps({"type": "FeatureCollection", "features": features})

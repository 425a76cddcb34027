"""Forms of the portal and the workspace."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.forms import PartsField, PeriodMixin, day_field
from qingshan.apps.base.frame import spoken
from qingshan.core.kernel.label import Label

_FILE_HELP = Label(
    "压缩的 Shapefile（zip）、GeoPackage 或 GeoJSON；散开的 shp、dbf、shx、prj 可一起选",
    "a zipped shapefile, GeoPackage or GeoJSON; loose shp, dbf, shx and prj together",
)
_CRS_HELP = Label(
    "文件没有坐标系时填写，例如 EPSG:4524（CGCS2000 三度带 36 带）",
    "only when the file names none, for example EPSG:4524",
)


class PaperForm(forms.Form):
    """A paper to verify, as PDF or as a photo of its code."""

    file = forms.FileField(
        label=spoken("收到的 PDF，或二维码照片", "The PDF you received, or a photo of its code"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
    )


class SurveyForm(PeriodMixin):
    """A file and the days to look at."""

    file = PartsField(
        label=spoken(*Label("小班文件", "Sub-compartment file")),
        help_text=spoken(*_FILE_HELP),
        error_messages={
            "required": spoken(*Label("请选择小班文件。", "Choose a file.")),
            "empty": spoken(
                *Label("文件是空的，请重新导出。", "The file is empty; export it again.")
            ),
        },
    )
    first_day = day_field(Label("监测期起日", "First day of the period"), "2019-01-01")
    last_day = day_field(Label("监测期止日", "Last day of the period"), "2023-12-31")
    crs = forms.CharField(
        label=spoken(*Label("坐标系", "Coordinate system")),
        required=False,
        help_text=spoken(*_CRS_HELP),
    )


class ApplicationForm(SurveyForm):
    """A file, the days claimed and what the project is called."""

    name = forms.CharField(
        label=spoken(*Label("项目名称", "Name of the project")),
        max_length=120,
        error_messages={"required": spoken(*Label("请填写项目名称。", "Name the project."))},
    )
    place = forms.CharField(
        label=spoken(*Label("乡镇、村", "Township, village")), required=False, max_length=200
    )
    tenure_number = forms.CharField(
        label=spoken(*Label("林权证号", "Tenure number")), required=False, max_length=60
    )
    field_order = ("name", "place", "tenure_number", "file", "first_day", "last_day", "crs")

"""Forms of a right holder: a tenure certificate, and giving a project up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm, PartsField, day_field, text_area
from qingshan.apps.base.frame import spoken
from qingshan.apps.land.models import CERTIFICATE_KINDS, RIGHT_KINDS, SQUARE_METRE_PER_MU
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE, round_half_even

AREA_UNITS = {
    "mu": (spoken("亩", "mu"), SQUARE_METRE_PER_MU),
    "m2": (spoken("平方米", "m²"), 1),
    "ha": (spoken("公顷", "ha"), SQUARE_METRE_PER_HECTARE),
}


class CertificateForm(KeyedForm):
    """A certificate as its original states it; what it does not state stays empty."""

    kind = forms.ChoiceField(
        label=spoken("证件种类", "Kind"),
        choices=[(name, spoken(*label)) for name, label in CERTIFICATE_KINDS.items()],
    )
    number = forms.CharField(
        label=spoken("证件号", "Number"),
        max_length=80,
        help_text=spoken(
            "照原件填写，例如：黔（2021）剑河县不动产权第0001234号",
            "as on the original, sign by sign; brackets may be of any kind",
        ),
        error_messages={"required": spoken("请填写证件号。", "Enter the number.")},
    )
    right = forms.ChoiceField(
        label=spoken("权利种类", "Right"),
        choices=[(name, spoken(*label)) for name, label in RIGHT_KINDS.items()],
    )
    county = forms.CharField(
        label=spoken("所在县（市、区）", "County"),
        max_length=40,
        help_text=spoken("名称或六位代码，旧名称也可以", "name or six digits, old names too"),
        error_messages={"required": spoken("请填写所在县。", "Name the county.")},
    )
    area = forms.DecimalField(
        label=spoken("面积", "Area"),
        min_value=Decimal("0.0001"),
        max_digits=14,
        decimal_places=4,
        error_messages={
            "required": spoken("请填写面积。", "Enter the area."),
            "invalid": spoken("面积须为数字。", "The area must be a number."),
            "min_value": spoken("面积须大于零。", "The area must be above zero."),
        },
    )
    area_unit = forms.ChoiceField(
        label=spoken("面积单位", "Unit of the area"),
        choices=[(name, label) for name, (label, _) in AREA_UNITS.items()],
    )
    issued_on = day_field(
        Label("发证日期", "Day of issue"),
        help_text=Label("证上没有的不填", "empty where it states none"),
        required=False,
    )
    term_end = day_field(
        Label("权利止期", "End of the right"),
        help_text=Label("长期的不填", "empty where it has no end"),
        required=False,
    )
    is_perpetual = forms.BooleanField(
        label=spoken("权利没有止期（长期）", "The right has no end"), required=False
    )
    co_owners = text_area(
        Label("共有人", "Co-owners"),
        help_text=Label("每行一人；不公开", "one a line; not shown in public"),
        required=False,
    )
    survey = forms.ChoiceField(
        label=spoken("对应的小班", "Sub-compartments"),
        required=False,
        help_text=spoken(
            "选一次已入库的调查，其全部小班记到这本证下；以后还可以再登记同一证号来增加",
            "all of a survey that is entered; register the same number again to add others",
        ),
    )
    outline = PartsField(
        label=spoken("宗地图形", "Outline of the land"),
        required=False,
        help_text=spoken(
            "压缩的 Shapefile（zip）、GeoPackage 或 GeoJSON；没有的不放",
            "a zipped shapefile, GeoPackage or GeoJSON; none where there is none",
        ),
        error_messages={"empty": spoken("文件是空的，请重新导出。", "The file is empty.")},
    )

    def __init__(self, *args: Any, surveys: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", spoken("暂不指定", "none yet"))
        self.fields["survey"].choices = [none, *surveys]  # type: ignore[attr-defined]

    @property
    def area_m2(self) -> int:
        """The area in whole square metres."""
        _, factor = AREA_UNITS[self.cleaned_data["area_unit"]]
        return round_half_even(float(self.cleaned_data["area"]) * factor)


class WithdrawForm(KeyedForm):
    """Give a claimed period up, with the reason that the journal keeps."""

    reason = text_area(
        Label("撤回的原因", "Reason"),
        longest=300,
        missing=Label("请写明原因。", "Give the reason."),
        help_text=Label("记入办理记录，不能修改。", "Kept in the journal for good."),
    )
    agreed = forms.BooleanField(
        label=spoken(
            "我已知道：撤回后不能恢复；林地即可由他人申报。",
            "I know that this cannot be undone and that others may then claim the land.",
        ),
        error_messages={"required": spoken("请先确认。", "Please confirm first.")},
    )

"""Forms of the field: how plots are to be laid out, and the lists that come back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import spoken

NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
LISTS = ".xlsx,.csv,.tsv,.txt"
SEED_MOST = 2**31 - 1


def _number(zh: str, en: str, *, low: str, high: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=spoken(zh, en),
        min_value=Decimal(low),
        max_value=Decimal(high),
        max_digits=9,
        decimal_places=4,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={
            "invalid": spoken("请填写数字。", "Enter a number."),
            "required": spoken("请填写。", "Fill this in."),
        },
        **more,
    )


class DesignForm(KeyedForm):
    """What a sampling design is to reach, and the seed that it is drawn from."""

    error_percent = _number(
        "允许相对误差",
        "Relative error aimed at",
        low="0.1",
        high="50",
        required=False,
        help_text=spoken("90% 可靠性；不填取参数表的值", "at 90 %; blank: that of the table"),
    )
    cv_percent = _number(
        "预计变异系数",
        "Coefficient of variation",
        low="0.1",
        high="300",
        required=False,
        help_text=spoken(
            "不填则由小班蓄积估计", "blank: as the stocks of the sub-compartments vary"
        ),
    )
    plot_area_m2 = forms.IntegerField(
        label=spoken("样地面积", "Area of a plot"),
        min_value=100,
        max_value=10_000,
        initial=600,
        error_messages={"required": spoken("请填写样地面积。", "Enter the area.")},
    )
    pattern = forms.ChoiceField(
        label=spoken("布点方式", "Places"),
        choices=[
            ("systematic", spoken("系统布点（方格网，随机起点）", "systematic grid, random start")),
            ("random", spoken("随机布点", "random points")),
        ],
    )
    share = forms.ChoiceField(
        label=spoken("各层分配", "Shares of the strata"),
        choices=[
            ("neyman", spoken("最优分配（面积与变动）", "Neyman (area and spread)")),
            ("proportional", spoken("按面积分配", "by area")),
        ],
    )
    seed = forms.IntegerField(
        label=spoken("随机种子", "Seed"),
        min_value=0,
        max_value=SEED_MOST,
        initial=1,
        help_text=spoken(
            "同一种子布出同样的样地，任何人可以重布",
            "The same seed lays out the same plots, for anybody",
        ),
        error_messages={"required": spoken("请填写种子。", "Enter a seed.")},
    )


class FieldSurveyForm(KeyedForm):
    """The lists of plots and trees, an earlier occasion, and photos."""

    trees = forms.FileField(
        label=spoken("每木检尺表", "List of trees"),
        help_text=spoken("Excel、WPS（.xlsx）或 CSV", "Excel, WPS (.xlsx) or CSV"),
        widget=forms.FileInput(attrs={"accept": LISTS}),
        error_messages={
            "required": spoken("请选择每木检尺表。", "Choose the list of trees."),
            "empty": spoken("文件是空的，请重新导出。", "The file is empty; export it again."),
        },
    )
    plots = forms.FileField(
        label=spoken("样地清单", "List of plots"),
        required=False,
        help_text=spoken(
            "含层名和样地面积才能推算减排量",
            "with stratum and area of each plot, to estimate the removal",
        ),
        widget=forms.FileInput(attrs={"accept": LISTS}),
    )
    earlier = forms.FileField(
        label=spoken("前期每木检尺表", "Trees of the earlier occasion"),
        required=False,
        widget=forms.FileInput(attrs={"accept": LISTS}),
    )
    earlier_plots = forms.FileField(
        label=spoken("前期样地清单", "Plots of the earlier occasion"),
        required=False,
        widget=forms.FileInput(attrs={"accept": LISTS}),
    )
    photos = forms.FileField(
        label=spoken("样地照片", "Photos of the plots"),
        required=False,
        help_text=spoken(
            "一个 zip，每个样地一个文件夹，以样地号命名",
            "one zip with a folder for each plot, named after it",
        ),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

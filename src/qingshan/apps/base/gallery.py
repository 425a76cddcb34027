"""Made-up contents for the gallery of components; names and figures stand for nobody."""

from __future__ import annotations

from collections import namedtuple
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from qingshan.apps.base import refusals
from qingshan.apps.base.frame import Crumb, Reason, Step, spoken
from qingshan.apps.base.templatetags.icons import STATES
from qingshan.apps.base.templatetags.province import Pin
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period

AS_OF = date(2026, 11, 22)
LONG_NAME = Label(
    "黔东南苗族侗族自治州剑河县革东镇三棵树国有林场与八郎、交东、五河三村联合经营专业合作社",
    "Sankeshu State Forest Farm of Gedong Township, Jianhe County, Qiandongnan Miao and Dong "
    "Autonomous Prefecture, with the joint cooperative of Balang, Jiaodong and Wuhe",
)
Ticket = namedtuple("Ticket", "id number county stand area_ha units state note code lon lat")  # noqa: PYI024

TICKETS = (
    Ticket(1, "GZ-2024-000001-7", Label("剑河县", "Jianhe"), Label("杉木 · 中龄林", "Chinese fir · middle-aged"), 122.84, 175300000, "valid", "", "522629", 108.44, 26.73),
    Ticket(2, "GZ-2024-000002-5", Label("凤冈县", "Fenggang"), Label("马尾松 · 近熟林", "Masson pine · near-mature"), 80.41, 114780000, "pledged", Label("3,000 吨", "3,000 t"), "520327", 107.72, 27.95),
    Ticket(3, "GZ-2024-000003-3", LONG_NAME, Label("阔叶混交林 · 中龄林", "Mixed broadleaf · middle-aged"), 100.5933, 143620618, "suspended", "", "522701", 107.52, 26.26),
    Ticket(4, "GZ-2024-000004-1", Label("丹寨县", "Danzhai"), Label("杉木 · 中龄林", "Chinese fir · middle-aged"), 65.76, 93880000, "part-retired", Label("55 吨", "55 t"), "522636", 107.79, 26.20),
    Ticket(5, "GZ-2024-000005-8", Label("册亨县", "Ceheng"), Label("马尾松 · 中龄林", "Masson pine · middle-aged"), 92.68, 132310000, "unknown", "", "522327", 105.81, 24.98),
)  # fmt: skip

TREE = Reason(
    Label("签发量", "Quantity issued"), "17,530 t", "t", "⌊R⌋",
    Label("余数 0.6182 吨结转登记，不签发", "the remainder of 0.6182 t is carried over, not issued"),
    children=(
        Reason(
            Label("减排量", "Removal"), "17,530.6182", "t", "R = (C₂ − C₁) × 44/12 × (1 − u)",
            Label("贵州省林业碳票方法学 gz_ticket_v1，判定日 2024-02-02", "method gz_ticket_v1, judged as of 2024-02-02"),
            children=(
                Reason(
                    Label("期末碳储量 C₂", "Stock at the end C₂"), "38,204.3170", "tC",
                    "C = Σ A × V × D × BEF × (1 + R) × CF", children=(
                        Reason(Label("面积", "Area"), "122.84", "ha", "", {"column": "area_ha"}),
                        Reason(
                            Label("木材密度，杉木", "Wood density, Chinese fir"), "0.307", "t/m3", "",
                            {"source": "AR-CM-001", "page": "附表 2", "basis": "绝干", "confidence": "M", "valid_from": "2014-01-01"},
                        ),
                    ), more=29, id="carbon_t2",
                ),
                Reason(Label("不确定性扣减 u", "Deduction for uncertainty u"), "6 %", "", "", Label("相对误差 14.8 %，落在 10–20 % 档", "relative error 14.8 %, band 10–20 %")),
            ),
        ),
    ),
)  # fmt: skip

LIFE = (
    Step(Label("申请受理", "Accepted"), date(2024, 1, 8)),
    Step(Label("计量核查", "Measured, verified"), date(2024, 2, 2)),
    Step(Label("专家评审", "Expert review"), date(2024, 3, 1)),
    Step(Label("公示 20 个工作日", "Public notice, 20 working days"), "2024-03-04 至 29"),
    Step(Label("两部门会签", "Co-signed"), date(2024, 3, 28), stage="now"),
    Step(Label("首次成交", "First trade"), stage="todo"),
    Step(Label("注销", "Retired"), stage="todo"),
)


class SampleForm(forms.Form):
    """An application in small: every kind of field once."""

    holder = forms.CharField(
        label=Label("权利人名称", "Right holder"), max_length=120,
        help_text=Label("与不动产权证书一致。", "As on the certificate of title."),
    )  # fmt: skip
    credit_code = forms.RegexField(
        r"^[0-9A-Z]{18}$", label=Label("统一社会信用代码", "Unified social credit code"),
        error_messages={"invalid": "应为 18 位数字或大写字母，现为 17 位。"},
    )  # fmt: skip
    area_mu = forms.DecimalField(label=Label("面积", "Area"), localize=True, max_digits=12, decimal_places=2)
    origin = forms.ChoiceField(
        label=Label("起源", "Origin"), widget=forms.RadioSelect,
        choices=[("10", spoken(Label("天然", "natural"))), ("20", spoken(Label("人工", "planted")))],
    )  # fmt: skip
    county = forms.ChoiceField(
        label=Label("坐落", "Place"),
        choices=[("522629", "剑河县 Jianhe"), ("520327", "凤冈县 Fenggang")],
    )
    survey = forms.FileField(
        label=Label("小班文件", "Sub-compartment file"),
        help_text=Label(
            "GeoPackage、Shapefile（zip）或 GeoJSON，不超过 50 MB。",
            "GeoPackage, zipped Shapefile or GeoJSON, at most 50 MB.",
        ),
    )
    remark = forms.CharField(
        label=Label("说明", "Remark"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agreed = forms.BooleanField(
        label=Label(
            "以上内容真实，愿依法公示。",
            "All of this is true and may be published as the rules ask.",
        )
    )


REFUSALS = (
    Refusal(refusals.NUMBER_WRONG, "GZ-2024-000001-8"),
    Refusal(refusals.YEAR_UNKNOWN, "2027"),
)


def content(is_wrong: bool) -> dict[str, Any]:  # noqa: FBT001
    """The context of the gallery; with ``is_wrong`` the form stands as it is after a refusal."""
    return {
        "path": (
            Crumb(Label("登记簿", "Register"), "#"),
            Crumb(Label("剑河县三棵树林场 2019–2023 监测期", "Sankeshu Forest Farm, Jianhe, 2019–2023"), "#"),
            Crumb(Label("林业碳票", "Forestry carbon ticket")),
        ),
        "as_of": AS_OF,
        "monitoring": Period.inclusive(date(2019, 1, 1), date(2023, 12, 31)),
        "tickets": TICKETS,
        "total_units": sum(ticket.units for ticket in TICKETS),
        "none": (),
        "long_name": LONG_NAME,
        "tree": TREE,
        "life": LIFE,
        "stopped": (*LIFE[:4], Step(Label("退回补正", "Returned"), date(2024, 3, 28), stage="stop")),
        "step_names": (
            Label("上传小班", "Upload"), Label("核对字段", "Check fields"), Label("看结果", "Result"),
            Label("提交申请", "Submit"),
        ),
        "states": list(STATES),
        "refused": REFUSALS,
        "form": SampleForm({"credit_code": "91520000MA6ABCDE1", "area_mu": "-"} if is_wrong else None),
        "page_sample": Paginator(range(320_000), 50).page(37),
        "pins": tuple(Pin(t.lon, t.lat, str(t.id), t.county) for t in TICKETS),
        "codes": tuple(t.code for t in TICKETS),
        "geojson": {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature", "id": ticket.id,
                    "properties": {"number": ticket.id, "title": ticket.number, "tone": "bad" if ticket.state == "suspended" else ""},
                    "geometry": {"type": "Polygon", "coordinates": [_square(ticket.lon, ticket.lat)]},
                }
                for ticket in TICKETS
            ],
        },
    }  # fmt: skip


def _square(lon: float, lat: float) -> list[list[float]]:
    half = 0.05
    return [
        [lon + dx * half, lat + dy * half]
        for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]

"""Made-up contents for the gallery of components; names and figures stand for nobody."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator

from qingshan.apps.base import refusals
from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import Crumb, Reason, Step, spoken
from qingshan.apps.base.templatetags.icons import STATES
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period

AS_OF = date(2026, 11, 22)
LONG_NAME = Label(
    "黔东南苗族侗族自治州剑河县革东镇三棵树国有林场与八郎、交东、五河三村联合经营专业合作社",
    "Sankeshu State Forest Farm of Gedong Township, Jianhe County, Qiandongnan Miao and Dong "
    "Autonomous Prefecture, with the joint cooperative of Balang, Jiaodong and Wuhe",
)
FIR = Label("杉木 · 中龄林", "Chinese fir · middle-aged")
PINE = Label("马尾松 · 近熟林", "Masson pine · near-mature")
MIXED = Label("阔叶混交林 · 中龄林", "Mixed broadleaf · middle-aged")


class Ticket(NamedTuple):
    """A row of the sample table."""

    id: int
    number: str
    county: Label
    stand: Label
    area_ha: float
    units: int
    state: str
    note: str | Label
    code: str
    lon_deg: float
    lat_deg: float


def _ticket(number: str, county: Label, measured: tuple[Label, float, int], **more: Any) -> Ticket:
    stand, area_ha, units = measured
    return Ticket(int(number[-3]), number, county, stand, area_ha, units, **more)


TICKETS = (
    _ticket(
        "GZ-2024-000001-7", Label("剑河县", "Jianhe"), (FIR, 122.84, 175300000),
        state="valid", note="", code="522629", lon_deg=108.44, lat_deg=26.73,
    ),
    _ticket(
        "GZ-2024-000002-5", Label("凤冈县", "Fenggang"), (PINE, 80.41, 114780000),
        state="pledged", note=Label("3,000 吨", "3,000 t"), code="520327",
        lon_deg=107.72, lat_deg=27.95,
    ),
    _ticket(
        "GZ-2024-000003-3", LONG_NAME, (MIXED, 100.5933, 143620618),
        state="suspended", note="", code="522701", lon_deg=107.52, lat_deg=26.26,
    ),
    _ticket(
        "GZ-2024-000004-1", Label("丹寨县", "Danzhai"), (FIR, 65.76, 93880000),
        state="part-retired", note=Label("55 吨", "55 t"), code="522636",
        lon_deg=107.79, lat_deg=26.20,
    ),
    _ticket(
        "GZ-2024-000005-8", Label("册亨县", "Ceheng"), (PINE, 92.68, 132310000),
        state="unknown", note="", code="522327", lon_deg=105.81, lat_deg=24.98,
    ),
)  # fmt: skip

AREA = Reason(Label("面积", "Area"), "122.84", "ha", source={"column": "area_ha"})
DENSITY = Reason(
    Label("木材密度，杉木", "Wood density, Chinese fir"), "0.307", "t/m3",
    source={
        "source": "AR-CM-001", "page": "附表 2", "basis": "绝干", "confidence": "M",
        "valid_from": "2014-01-01",
    },
)  # fmt: skip
STOCK = Reason(
    Label("期末碳储量 C₂", "Stock at the end C₂"), "38,204.3170", "tC",
    "C = Σ A × V × D × BEF × (1 + R) × CF", children=(AREA, DENSITY), more=29, id="carbon_t2",
)  # fmt: skip
DEDUCTION = Reason(
    Label("不确定性扣减 u", "Deduction for uncertainty u"), "6 %",
    source=Label("相对误差 14.8 %，落在 10–20 % 档", "relative error 14.8 %, band 10–20 %"),
)  # fmt: skip
REMOVAL = Reason(
    Label("减排量", "Removal"), "17,530.6182", "t", "R = (C₂ − C₁) × 44/12 × (1 − u)",
    Label("方法学 gz_ticket_v1，判定日 2024-02-02", "method gz_ticket_v1, as of 2024-02-02"),
    children=(STOCK, DEDUCTION),
)  # fmt: skip
TREE = Reason(
    Label("签发量", "Quantity issued"), "17,530 t", "t", "⌊R⌋",
    Label("余数 0.6182 吨结转登记，不签发", "the remainder of 0.6182 t is carried over"),
    children=(REMOVAL,),
)  # fmt: skip

LIFE = (
    Step(Label("申请受理", "Accepted"), date(2024, 1, 8)),
    Step(Label("计量核查", "Measured, verified"), date(2024, 2, 2)),
    Step(Label("专家评审", "Expert review"), date(2024, 3, 1)),
    Step(
        Label("公示 20 个工作日", "Public notice, 20 working days"),
        Label("2024-03-04 至 29", "2024-03-04 to 29"),
    ),
    Step(Label("两部门会签", "Co-signed"), date(2024, 3, 28), stage="now"),
    Step(Label("首次成交", "First trade"), stage="todo"),
    Step(Label("注销", "Retired"), stage="todo"),
)


class SampleForm(ToldForm):
    """An application in small: every kind of field once."""

    holder = forms.CharField(
        label=spoken("权利人名称", "Right holder"), max_length=120,
        help_text=spoken("与不动产权证书一致。", "As on the certificate of title."),
    )  # fmt: skip
    credit_code = forms.RegexField(
        r"^[0-9A-Z]{18}$", label=spoken("统一社会信用代码", "Unified social credit code"),
        error_messages={
            "invalid": spoken("应为 18 位数字或大写字母。", "18 digits or capital letters.")
        },
    )  # fmt: skip
    area_mu = forms.DecimalField(label=spoken("面积", "Area"), localize=True)
    origin = forms.ChoiceField(
        label=spoken("起源", "Origin"), widget=forms.RadioSelect,
        choices=[("10", spoken("天然", "natural")), ("20", spoken("人工", "planted"))],
    )  # fmt: skip
    county = forms.ChoiceField(
        label=spoken("坐落", "Place"),
        choices=[("522629", spoken("剑河县", "Jianhe")), ("520327", spoken("凤冈县", "Fenggang"))],
    )
    survey = forms.FileField(
        label=spoken("小班文件", "Sub-compartment file"),
        help_text=spoken(
            "GeoPackage、Shapefile（zip）或 GeoJSON，不超过 50 MB。",
            "GeoPackage, zipped Shapefile or GeoJSON, at most 50 MB.",
        ),
    )
    remark = forms.CharField(
        label=spoken("说明", "Remark"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agreed = forms.BooleanField(
        label=spoken(
            "以上内容真实，愿依法公示。", "This is true and may be published by the rules."
        )
    )


REFUSALS = (
    Refusal(refusals.NUMBER_WRONG, "GZ-2024-000001-8"),
    Refusal(refusals.YEAR_UNKNOWN, "2027"),
)


STEP_NAMES = (
    Label("上传小班", "Upload"),
    Label("核对字段", "Check fields"),
    Label("看结果", "Result"),
    Label("提交申请", "Submit"),
)
WRONG = {"credit_code": "91520000MA6ABCDE1", "area_mu": "-"}


def content(*, is_wrong: bool) -> dict[str, Any]:
    """The context of the gallery; with ``is_wrong`` the form stands as it is after a refusal."""
    project = Label("剑河县三棵树林场 2019–2023 监测期", "Sankeshu Forest Farm, Jianhe, 2019–2023")
    returned = Step(Label("退回补正", "Returned"), date(2024, 3, 28), stage="stop")
    return {
        "path": (
            Crumb(Label("登记簿", "Register"), "#"),
            Crumb(project, "#"),
            Crumb(Label("林业碳票", "Forestry carbon ticket")),
        ),
        "as_of": AS_OF,
        "monitoring": Period.inclusive(date(2019, 1, 1), date(2023, 12, 31)),
        "tickets": TICKETS,
        "total_units": sum(ticket.units for ticket in TICKETS),
        "none": (),
        "long_name": LONG_NAME,
        "fits": Label("符合", "met"),
        "tree": TREE,
        "life": LIFE,
        "stopped": (*LIFE[:4], returned),
        "step_names": STEP_NAMES,
        "states": list(STATES),
        "refused": REFUSALS,
        "form": SampleForm(WRONG if is_wrong else None),
        "page_sample": Paginator(range(320_000), 50).page(37),
        "codes": [ticket.code for ticket in TICKETS],
        "geojson": {"type": "FeatureCollection", "features": [_feature(t) for t in TICKETS]},
    }


def _feature(ticket: Ticket) -> dict[str, Any]:
    half = 0.05
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ring = [[ticket.lon_deg + x * half, ticket.lat_deg + y * half] for x, y in corners]
    tone = "bad" if ticket.state == "suspended" else ""
    return {
        "type": "Feature",
        "id": ticket.id,
        "properties": {"number": ticket.id, "title": ticket.number, "tone": tone},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }

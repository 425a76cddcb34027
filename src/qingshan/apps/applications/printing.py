"""Form F2 and the receipt as PDF, the same bytes for the same statement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.applications.attachments import PAPERS
from qingshan.apps.applications.models import Application
from qingshan.apps.applications.statement import lines
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.paper import qr_svg, render

FOLDER = Path(__file__).parent / "papers"
FORM, RECEIPT, SAMPLE = (FOLDER / name for name in ("form.typ", "receipt.typ", "sample.typ"))
FORM_TITLE = "林业碳票制发登记申请表"
RECEIPT_TITLE = "收件回执"


def form_pdf(told: Mapping[str, Any], *, number: str, dated: date) -> bytes:
    """The form as its statement fills it; without a number it is a preview."""
    data = {
        "heading": FORM_TITLE,
        "number": number,
        "day": dated.isoformat(),
        "rows": [[label.zh, value] for label, value in lines(told)],
        "plots": told["land"].get("plots", []),
        "plots_more": max(
            int(told["land"].get("count", 0)) - len(told["land"].get("plots", [])), 0
        ),
        "households": told["households"],
        "declaration": told["declaration"]["zh"],
        "version": told["declaration"]["version"],
        "papers": [[PAPERS[paper["kind"]].zh, paper["name"]] for paper in told["papers"]],
        "demo": bool(settings.DEMO),
    }
    return render(FORM, data, title=f"{FORM_TITLE} {number}".strip(), dated=dated)


def receipt_pdf(application: Application, *, address: str) -> bytes:
    """The receipt: number, check code, the code that leads to the progress, the next day."""
    day = application.submitted.astimezone(SHANGHAI).date()
    due = application.case.due if application.case.state == "submitted" else None
    data = {
        "heading": RECEIPT_TITLE,
        "number": application.number,
        "check_code": application.check_code,
        "rows": [
            ["申请人", application.told["party"]["name"]],
            ["项目名称", application.told["answers"]["name"]],
            ["收件日期", day.isoformat()],
            ["事项编号", application.case.number],
            ["下一步", f"县级林业部门在 {due} 前告知是否受理" if due else "由县级林业部门审查"],
            ["申请表摘要", application.form_digest[:16]],
        ],
        "address": address,
        "qr": qr_svg(address),
        "demo": bool(settings.DEMO),
    }
    return render(RECEIPT, data, title=f"{RECEIPT_TITLE} {application.number}", dated=day)


def sample_pdf(kind: str) -> bytes:
    """A sample of a paper, filled in with invented names, to see what is meant."""
    heading, text = SAMPLES[kind]
    data = {"heading": heading, "text": text}
    return render(SAMPLE, data, title=f"{heading}（样例）", dated=SAMPLES_DATED)


SAMPLES_DATED = date(2026, 1, 1)
SAMPLES: dict[str, tuple[str, list[str]]] = {
    "identity": (
        "身份证明或营业执照",
        [
            "个人：身份证正反两面拍在一张照片里，四角完整、字迹清楚、没有反光。",
            "村集体、合作社：农村集体经济组织登记证或统一信用代码证。",
            "企业、国有林场：营业执照或事业单位法人证书。",
        ],
    ),
    "authority": (
        "授权委托书",
        [
            "委托人：某某村股份经济合作社　　受托人：某某林业服务部",
            "委托事项：代为办理林业碳票制发登记申请，包括填报、提交材料、接收通知。",
            "收费方式：每件 2,000 元，签发后支付；不从碳票收益中提成。",
            "委托期限：2026 年 1 月 1 日至 2026 年 12 月 31 日",
            "委托人（盖章、签名）：　　　　　　受托人（盖章、签名）：",
        ],
    ),
    "certificate": (
        "权属证书照片",
        [
            "林权证或不动产权证书：拍封面后的登记页和宗地图页，可分两张。",
            "证号、权利人、坐落、面积、期限都要看得清。",
        ],
    ),
    "notice_photo": (
        "村内公示照片",
        [
            "公示内容：申报林地的坐落和面积、监测期、分户面积和份额、收益分配办法、意见电话。",
            "照片里能看清公示栏全貌和公示日期。",
        ],
    ),
    "resolution": (
        "村民（成员）会议决议",
        [
            "某某村于 2026 年 1 月 1 日召开成员（代表）会议，应到 60 人，实到 52 人。",
            "决议：同意以本村集体林地申请林业碳票，收益按附表分户。",
            "表决：同意 50 人，反对 1 人，弃权 1 人；同意人数超过应到人数的三分之二。",
            "到会人员签名（附后）",
        ],
    ),
    "supplement": (
        "补充材料",
        [
            "补正告知书要求补交、其他栏目里没有的材料，例如四至说明、主管部门意见、报告的签章页。",
            "首页写明对应补正告知书的第几项。",
        ],
    ),
    "approval": (
        "国有林管理单位批准文件",
        [
            "主管部门同意某某国有林场以所经营的国有林申请林业碳票的批复。",
            "文件应有文号、日期、林地范围和公章。",
        ],
    ),
}

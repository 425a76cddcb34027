"""What an application states, in the order of form F2: the one source of page, paper and record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.apps.applications.attachments import PAPERS
from qingshan.apps.applications.limits import declaration
from qingshan.apps.applications.lists import rows_of, shown_rows
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.points import REPLY
from qingshan.apps.applications.reads import attachment
from qingshan.apps.parties.kinds import PARTY_KINDS
from qingshan.apps.parties.reads import masked_code
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.kernel.label import Label

OPTION = "option_"
"""Before the name of an option of the method among the answers."""

TICKS = {True: "on", False: "off"}
"""How a tick stands among the answers, which are texts."""


def stated(draft: Draft, as_of: date) -> dict[str, Any]:
    """All that the draft states, as JSON values; households masked, papers by name and digest."""
    answers = {name: value for name, value in draft.answers.items() if not name.startswith(REPLY)}
    land = attachment(draft, "land")
    wording, version = declaration(as_of)
    return {
        "party": {
            "name": draft.party.name,
            "kind": draft.party.kind,
            "code": masked_code(draft.party.credit_code),
        },
        "by": str(draft.user),
        "answers": answers,
        "land": dict(land.facts) if land else {},
        "households": shown_rows(rows_of(draft)),
        "declaration": {"version": version, "zh": wording.zh, "en": wording.en},
        "papers": [
            {"kind": paper.kind, "name": paper.name, "digest": paper.file.digest}
            for paper in draft.attachments.select_related("file").order_by("kind", "pk")
            if paper.kind in PAPERS
        ],
    }


def lines(told: Mapping[str, Any]) -> list[tuple[Label, str]]:
    """The fields of form F2 with what was told, for page and paper; untold ones say so."""
    answers, land, party = told["answers"], told["land"], told["party"]
    method = answers.get("method", "")
    agent = "、".join(filter(None, (answers.get("agent_name"), answers.get("agent_fee"))))
    consent = (answers.get("consent_agreed"), answers.get("consent_total"))
    rows = [
        (Label("申请人", "Applicant"), party["name"]),
        (Label("申请人类别", "Kind of applicant"), PARTY_KINDS[party["kind"]].zh),
        (Label("统一信用代码", "Credit code"), party["code"]),
        (Label("经办人", "Operator"), told["by"]),
        (Label("联系电话", "Telephone"), answers.get("phone", "")),
        (Label("代理人及收费方式", "Agent and fee"), agent or "无代理"),
        (Label("项目名称", "Project"), answers.get("name", "")),
        (Label("林地坐落", "Place"), f"{land.get('county_name', '')}{answers.get('place', '')}"),
        (Label("权属证号", "Certificate"), answers.get("tenure_number", "")),
        (Label("小班数", "Sub-compartments"), str(land.get("count", ""))),
        (Label("面积（亩）", "Area (mu)"), land.get("area_mu", "")),
        (Label("方法学", "Method"), find_method(method).spec.label.zh if method else ""),
        (
            Label("监测期", "Period"),
            f"{answers.get('first_day', '')} 至 {answers.get('last_day', '')}",
        ),
        (Label("村内公示日期", "Village notice"), answers.get("notice_day", "")),
        (Label("同意／应到", "Agreed of all"), " / ".join(filter(None, consent))),
        (Label("分户数", "Households"), str(len(told["households"]) or "")),
    ]
    return [(label, value or "—") for label, value in rows]

"""Letters as PDF in the language of the page: the same bytes every time from the same row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.frame import language, say
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.base.paper import qr_modules, qr_svg, render
from qingshan.apps.base.templatetags.amounts import day
from qingshan.apps.casework.letters import LETTERS
from qingshan.apps.casework.models import CaseLetter
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.label import Label
from qingshan.core.proof.code import check_code

TEMPLATE = Path(__file__).parent / "papers" / "letter.typ"
MEDIA_TYPE = "application/pdf"
WORDS = {
    "check": Label("扫码或在下列网址输入编号和校验码核验", "Check by the code or at this address"),
    "code": Label("校验码", "Check code"),
    "seal": Label("（盖章处）", "(place of the seal)"),
    "demo": Label("演示环境，数据为虚构，不具法律效力", "Demonstration: fictional, without effect"),
}
APPLICANT = Label("申请人", "the applicant")
_UNKNOWN_DAY = Label("另行告知之日", "a day that will be told")


def letter_pdf(letter: CaseLetter) -> bytes:
    """The letter with number, office, day, seal place and a code to check it by.

    Raises
    ------
    Refused
        E-PF-11 fonts missing, E-PF-12 a character without a glyph, E-PF-13 text that does not fit.
    """
    heading = say(LETTERS[letter.kind])
    code = letter_code(letter)
    address = f"{settings.SITE_URL}/cases/letters/{letter.number}"
    link = f"{address}?c={code}"
    data = {
        "lang": language(),
        "demo": bool(settings.DEMO),
        "words": {name: say(word) for name, word in WORDS.items()},
        "office": say(letter.office.label),
        "heading": heading,
        "number": letter.number,
        "day": day(letter.dated),
        "verify_at": address,
        "code": code,
        "qr_svg": qr_svg(link),
        "qr_modules": qr_modules(link),
        "qr_alt": say(WORDS["check"]),
        "to": "",
        "before": [],
        "items": [],
        "facts": [],
        "after": [],
        **_SAYS[letter.kind](letter.content),
    }
    return render(TEMPLATE, data, title=f"{heading} {letter.number}", dated=letter.dated)


def letter_code(letter: CaseLetter) -> str:
    """The code printed on a letter; a digest of its content is under it, nothing personal."""
    statement = {
        "kind": f"case_letter/{letter.kind}",
        "number": letter.number,
        "dated": letter.dated,
        "office": letter.office.name,
        "content": digest_of(letter.content),
    }
    return check_code(statement, signer(REGISTER))


def _said(pair: list[str]) -> str:
    return say(Label(*pair)) if pair else ""


def _day(told: str | None) -> str:
    return say(_UNKNOWN_DAY) if told is None else day(date.fromisoformat(told))


def _to(content: Mapping[str, Any]) -> str:
    name = _said(content["party"]) or say(APPLICANT)
    return say(Label(f"{name}：", f"To {name}:"))


def _received(content: Mapping[str, Any]) -> Label:
    matter = Label(*content["matter"])
    opened = _day(content["opened"])
    return Label(
        f"您（单位）于{opened}提交的“{content['title']}”（{matter.zh}，编号 {content['case']}）"
        "收悉。",
        f"Your matter “{content['title']}” ({matter.en}, No. {content['case']}) of {opened} was "
        "received.",
    )


def _acceptance(content: Mapping[str, Any]) -> dict[str, Any]:
    head, due = _received(content), _day(content["due"])
    term = Label(
        f"本机关自受理之日起 {content['days']} 个工作日内办理本环节（至{due}止），"
        "现场核查所需时间不计入。",
        f"The step that follows takes {content['days']} working days (until {due}); time for field "
        "checks does not count.",
    )
    verdict = Label(
        f"{head.zh}经审查，材料齐全，符合规定形式，属于本机关职权范围，现予受理。",
        f"{head.en} The papers are complete and in due form, the matter is ours: it is accepted.",
    )
    after = [say(term)] if content["days"] else []
    return {"to": _to(content), "before": [say(verdict)], "after": after}


def _correction(content: Mapping[str, Any]) -> dict[str, Any]:
    head, due = _received(content), _day(content["due"])
    before = Label(
        f"{head.zh}经审查，材料需要补正。现将需要补正的全部内容（共 {len(content['items'])} 项）"
        "一次告知如下：",
        f"{head.en} It has to be corrected. Everything to correct is told here at once, "
        f"{len(content['items'])} in all:",
    )
    term = Label(
        f"请自收到本告知书之日起 {content['days']} 个工作日内（至{due}止）逐项答复，"
        "可填写说明，也可附文件。逾期未补正的，本事项终止办理。",
        f"Please answer each item within {content['days']} working days (until {due}), by text or "
        "file. Without an answer in time the matter ends.",
    )
    facts = content["new_facts"]
    again = Label(f"本次告知依据的新增事实：{facts}", f"The new facts behind this notice: {facts}")
    return {
        "to": _to(content),
        "before": [say(before)],
        "items": [[_said(label), demand] for label, demand in content["items"]],
        "after": [say(again), say(term)] if facts else [say(term)],
    }


def _refusal(zh: str, en: str) -> Any:
    def says(content: Mapping[str, Any]) -> dict[str, Any]:
        head = _received(content)
        verdict = Label(f"{head.zh}经审查，决定{zh}。", f"{head.en} It is decided: {en}.")
        reason = Label(f"理由：{content['reason']}", f"The reason: {content['reason']}")
        texts = [say(verdict), say(reason), _said(content["remedy"])]
        return {"to": _to(content), "before": texts}

    return says


def _field_check(content: Mapping[str, Any]) -> dict[str, Any]:
    holds = Label("与申报一致", "as stated") if content["holds"] else Label("与申报不符", "not so")
    photos = "；".join(f"{name}（{digest[:8]}）" for name, digest in content["photos"]) or "—"
    facts = [
        (Label("事项", "Case"), f"{content['case']} {content['title']}"),
        (Label("地点", "Place"), _said(content["place"])),
        (Label("核查任务", "Task"), content["task"]),
        (Label("核查人", "Checked by"), content["checker"]),
        (Label("安排日期", "Sent out on"), _day(content["assigned"])),
        (Label("结论", "Result"), say(holds)),
        (Label("核查情况", "Finding"), content["finding"]),
        (Label("照片（摘要）", "Photos (digest)"), photos),
    ]
    return {"facts": [[say(name), value] for name, value in facts]}


def _hand_over(content: Mapping[str, Any]) -> dict[str, Any]:
    receiver = _said(content["to"])
    before = Label(
        f"现将下列事项转请{receiver}办理，计时不中断。",
        f"The matter below is handed over to {receiver}; its clock runs on.",
    )
    facts = [
        (Label("事项", "Case"), f"{content['case']} {content['title']}"),
        (Label("类别", "Kind"), _said(content["matter"])),
        (Label("所在地", "Place"), _said(content["place"])),
        (Label("申请人", "Applicant"), _said(content["party"]) or "—"),
        (Label("转办理由", "Reason"), content["reason"]),
    ]
    to = say(Label(f"{receiver}：", f"To {receiver}:"))
    return {"to": to, "before": [say(before)], "facts": [[say(n), v] for n, v in facts]}


_SAYS = {
    "acceptance": _acceptance,
    "correction": _correction,
    "not_accepted": _refusal("不予受理", "the matter is not accepted"),
    "not_passed": _refusal("不予通过", "the matter does not pass"),
    "field_check": _field_check,
    "hand_over": _hand_over,
}

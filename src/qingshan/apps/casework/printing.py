"""Letters as PDF in the language of the page: the same bytes every time from the same row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.apps.base.frame import say
from qingshan.apps.base.templatetags.amounts import day
from qingshan.apps.casework.letters import LETTERS
from qingshan.apps.casework.models import CaseLetter
from qingshan.apps.casework.sheet import Sheet
from qingshan.core.kernel.label import Label

APPLICANT = Label("申请人", "the applicant")
_UNKNOWN_DAY = Label("另行告知之日", "a day that will be told")


def letter_pdf(letter: CaseLetter) -> bytes:
    """The letter in the language of the page; refuses as ``Sheet.pdf``."""
    return _sheet(letter).pdf(_SAYS[letter.kind](letter.content))


def letter_code(letter: CaseLetter) -> str:
    """The code printed on a letter."""
    return _sheet(letter).code()


def _sheet(letter: CaseLetter) -> Sheet:
    return Sheet(
        kind=f"case_letter/{letter.kind}",
        heading=LETTERS[letter.kind],
        number=letter.number,
        dated=letter.dated,
        office=letter.office,
        content=letter.content,
        path=f"/cases/letters/{letter.number}",
    )


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

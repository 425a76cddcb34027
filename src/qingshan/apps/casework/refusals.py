"""What the casework room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

KIND_UNKNOWN = declare(
    "E-CW-01",
    what=Label("没有“{place}”这一事项类别。", "There is no kind of case “{place}”."),
    why=Label(
        "办理时限和经办岗位按事项类别确定。", "Limits and offices are set for each kind of case."
    ),
    remedy=Label(
        "请管理员在“事项类别”表中登记该类别。", "Let the administrator enter the kind in the table."
    ),
)
ALREADY_OPEN = declare(
    "E-CW-02",
    what=Label(
        "同一事项已在办理：{place}。", "The same matter is already before an office: {place}."
    ),
    why=Label("一件事项只受理一次。", "One matter is handled once."),
    remedy=Label(
        "请查看该事项的进度；需要重新申请的，先撤回。",
        "Look at its progress; withdraw it first to apply again.",
    ),
)
NOT_ACCEPTED = declare(
    "E-CW-03",
    what=Label("该事项尚未受理：{place}。", "The matter has not been accepted: {place}."),
    why=Label("未经受理的事项不得进入下一环节。", "What no office has accepted goes no further."),
    remedy=Label("请先由有管辖权的机关受理。", "Let the competent office accept it first."),
)
AREA_FOREIGN = declare(
    "E-CW-04",
    what=Label(
        "{place}不在本县辖区：{office}不能办理。", "{place} lies outside the area of {office}."
    ),
    why=Label(
        "事项由所在地（区划代码{county}）的机关受理。",
        "A case belongs to the office of its place (code {county}).",
    ),
    remedy=Label("请转办至有管辖权的机关。", "Hand it over to the competent office."),
)
HANDLER_FOREIGN = declare(
    "E-CW-05",
    what=Label("{place}不由您所在的机关办理。", "{place} is not before your office."),
    why=Label(
        "该类事项另有经办岗位，或已由其他机关受理。",
        "Cases of this kind have another post, or another office has taken it on.",
    ),
    remedy=Label("请由受理机关的经办人办理。", "Let the office that has it act."),
)
SAME_UNIT = declare(
    "E-CW-06",
    what=Label(
        "您与{place}的申请人同属一个单位，请回避。", "You belong to the applicant of {place}."
    ),
    why=Label("与申请人有利害关系的人员不得办理。", "Nobody handles a matter of their own unit."),
    remedy=Label("请转交本机关其他经办人。", "Hand it to a colleague without a tie."),
)

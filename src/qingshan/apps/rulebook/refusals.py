"""What the rulebook refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

RULE_FIXED = declare(
    "E-RB-01",
    what=Label("“{place}”不能由交易机构调整。", "“{place}” is not the exchange's to change."),
    why=Label(
        "它由国家规定或登记规则确定，或者没有这一项规则。",
        "It is fixed by the state, or there is no such rule.",
    ),
    remedy=Label(
        "请删去该项；国家规定有变的，由系统新版本更新。",
        "Leave it out; a change of the law comes with a release.",
    ),
)
RULE_VALUE = declare(
    "E-RB-02",
    what=Label("“{place}”的新值“{value}”不合要求。", "“{value}” will not do for “{place}”."),
    why=Label("应为：{bounds}。", "It has to be: {bounds}."),
    remedy=Label("请改为允许的值。", "Enter one that is allowed."),
)
RULE_SOON = declare(
    "E-RB-03",
    what=Label("起始日 {place} 太早。", "The change would begin on {place}, which is too soon."),
    why=Label(
        "规则调整至少提前 {days} 天公告，参与人才来得及准备。",
        "A change of rules is announced at least {days} days ahead, for all to prepare.",
    ),
    remedy=Label("请把起始日定在 {first} 或以后。", "Let it begin on {first} or later."),
)
RULE_PAPER = declare(
    "E-RB-04",
    what=Label("公告“{place}”的信息不全。", "The notice “{place}” is not complete."),
    why=Label(
        "须有文件名称或文号、说明，公布日期不晚于今天。",
        "It needs its name or number, a reason, and a day that is not to come.",
    ),
    remedy=Label("请对照文件补全。", "Complete it from the paper."),
)
RULE_UNCHANGED = declare(
    "E-RB-05",
    what=Label("“{place}”没有变化。", "“{place}” does not change."),
    why=Label(
        "新值与到时执行的值相同，或者没有填写任何新值。",
        "The value is the one in force by then, or none was entered.",
    ),
    remedy=Label("请只填写需要调整的规则。", "Enter only what is to change."),
)
RULES_APART = declare(
    "E-RB-06",
    what=Label("调整后的规则互相矛盾：{place}。", "The rules would contradict: {place}."),
    why=Label(
        "自 {day} 起，{first}（{one}）应{relation}{second}（{other}）。",
        "From {day} “{first}” ({one}) would have to be {relation} “{second}” ({other}).",
    ),
    remedy=Label(
        "请一并调整相关的规则；要撤回的，先撤回依赖它的后一公告。",
        "Change what belongs to it as well; to withdraw it, first withdraw the later notice that"
        " relies on it.",
    ),
)
RULE_NEAR = declare(
    "E-RB-07",
    what=Label("{place}已不能撤回。", "{place} can no longer be withdrawn."),
    why=Label(
        "它自 {day} 起执行，撤回须至少提前一整天。",
        "It is in force from {day}; a whole day has to lie between.",
    ),
    remedy=Label("请另行公告新的调整。", "Announce another change instead."),
)

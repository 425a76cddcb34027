"""What the surveillance room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NOT_A_SIDE = declare(
    "E-SV-01",
    what=Label("{name} 与监控提示 {place} 无关。", "{name} has no part in alert {place}."),
    why=Label(
        "只能要求提示所涉的买卖双方说明，或者警示其中一方。",
        "Only the sides that an alert is about are asked or warned.",
    ),
    remedy=Label("请在提示所涉的主体中选择。", "Choose one of its sides."),
)
ASKED_BEFORE = declare(
    "E-SV-02",
    what=Label("已经要求 {name} 说明（{place}）。", "{name} was asked before ({place})."),
    why=Label("对方尚未答复，期限至 {due}。", "It was not answered yet and is due by {due}."),
    remedy=Label("请等待答复，答复后可以再问。", "Wait for the answer; then ask again."),
)
TEXT_MISSING = declare(
    "E-SV-03",
    what=Label("{place} 没有填写内容。", "{place} says nothing."),
    why=Label("所问、所答、警示和结论都要留档备查。", "What is asked, said and found is kept."),
    remedy=Label("请写明内容。", "Write it down."),
)
NOT_WARNED = declare(
    "E-SV-04",
    what=Label("监控提示 {place} 尚未出具书面警示。", "Nobody was warned in alert {place}."),
    why=Label(
        "以“已书面警示”办结，须先向有关一方出具警示。",
        "It ends as warned only after a side was warned in writing.",
    ),
    remedy=Label("请先出具书面警示，或者选择其他结论。", "Warn a side first, or end it otherwise."),
)
NOT_RESTRICTED = declare(
    "E-SV-05",
    what=Label(
        "监控提示 {place} 所涉主体没有被暂停交易。",
        "No side of alert {place} is kept from trading.",
    ),
    why=Label(
        "以“已限制交易”办结，须有对其中一方的暂停交易在执行。",
        "It ends as restricted only while trading is halted for one of its sides.",
    ),
    remedy=Label(
        "请先在交易管理中暂停该主体交易，或者选择其他结论。",
        "Halt trading for the party at the trading desk first, or end it otherwise.",
    ),
)

"""What the retirements room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NAME_DIFFERS = declare(
    "E-RT-01",
    what=Label(
        "受益人名称“{place}”与该代码登记的名称不一致。",
        "The name “{place}” is not the one entered under that number.",
    ),
    why=Label(
        "同一受益人只用一个名称，注销记录才能逐家汇总。",
        "A beneficiary has one name, or its retirements could not be added up.",
    ),
    remedy=Label("请按营业执照或证件核对名称和号码。", "Check name and number by the papers."),
)
CHILD = declare(
    "E-RT-02",
    what=Label("受益人未满 {age} 周岁。", "The beneficiary is under {age}."),
    why=Label(
        "处理未满 14 周岁者的个人信息须经监护人同意，本平台不收集。",
        "Data of a child need a guardian's consent; this platform takes none.",
    ),
    remedy=Label("可由监护人以自己的名义注销。", "A guardian may retire in their own name."),
)
SUBJECT_MISSING = declare(
    "E-RT-03",
    what=Label("没有写明抵消的活动、产品或服务。", "The event or product is not named."),
    why=Label("声明须写明抵消的对象。", "A statement names what is offset."),
    remedy=Label("请填写名称，例如“2026 年年会”。", "Name it, such as “annual meeting 2026”."),
)
DAYS_WRONG = declare(
    "E-RT-04",
    what=Label("起止日期不全或前后颠倒。", "A day is missing, or the last comes before the first."),
    why=Label("声明须写明期间。", "A statement names a period."),
    remedy=Label(
        "请填写起日和止日；只有一天的，两处填同一天。",
        "Enter the first and the last day; for a single day enter it twice.",
    ),
)
NUMBER_MISSING = declare(
    "E-RT-05",
    what=Label("没有填写受益人的代码或证件号码。", "The beneficiary's number is missing."),
    why=Label(
        "单位凭统一社会信用代码、个人凭证件号码识别，避免同名混淆。",
        "Bodies are known by credit code and people by a paper, as names repeat.",
    ),
    remedy=Label("请填写号码；个人号码加密保存，不公开。", "Enter it; a person's is kept sealed."),
)
SHARE_WRONG = declare(
    "E-RT-06",
    what=Label("份额 {kg} 千克无效。", "A share of {kg} kg is not valid."),
    why=Label("每份为 1 至 {most} 千克的整数。", "A share is 1 to {most} whole kilograms."),
    remedy=Label("请更正。", "Correct it."),
)
SHARE_TWICE = declare(
    "E-RT-07",
    what=Label("{place}已在名单中。", "{place} is on the list already."),
    why=Label("每人一份，避免重复计入。", "One share a person, so that nothing counts twice."),
    remedy=Label("同名的人请填写手机号。", "Of two who bear one name, enter the mobile number."),
)
SHARES_MANY = declare(
    "E-RT-08",
    what=Label("份额共 {count} 份，超过 {most} 份。", "{count} shares are more than {most}."),
    why=Label("一次合并注销的份数有上限。", "A pooled retirement takes a limited number."),
    remedy=Label("请分成几次办理。", "Use several pools."),
)
PERIOD_RUNS = declare(
    "E-RT-10",
    what=Label("{place}的期间还没有结束，止日为 {last}。", "{place}: the period runs to {last}."),
    why=Label(
        "自身排放和产品期间须已经结束，才知道排放了多少。",
        "What was emitted is known only when the period is over.",
    ),
    remedy=Label(
        "请在 {last} 或以后办理，或填写已经结束的期间。",
        "Come back on {last} or later, or enter a period that is over.",
    ),
)
POOL_EMPTY = declare(
    "E-RT-09",
    what=Label("{place}还没有份额。", "{place} has no share yet."),
    why=Label("没有份额就没有可注销的数量。", "Without a share nothing is retired."),
    remedy=Label("请先登记份额。", "Enter shares first."),
)

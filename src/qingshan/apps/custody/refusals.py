"""What is refused where client money is kept: accounts, payments, statements of the bank."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

AMOUNT_WRONG = declare(
    "E-CU-01",
    what=Label("金额 {amount} 元无效。", "The amount {amount} is not valid."),
    why=Label("出入金金额须大于零。", "A payment is above zero."),
    remedy=Label("请更正金额。", "Correct the amount."),
)
REFERENCE_BOOKED = declare(
    "E-CU-02",
    what=Label("银行流水号{place}已经入账。", "The bank reference {place} is booked already."),
    why=Label("一笔银行流水只入账一次。", "A movement of the bank is booked once."),
    remedy=Label("请核对银行回单。", "Check the bank's slip."),
)
REFERENCE_MISSING = declare(
    "E-CU-03",
    what=Label("没有填写银行流水号。", "The bank reference is missing."),
    why=Label("每笔出入金凭银行流水号与银行核对。", "Payments are compared with the bank by it."),
    remedy=Label("请按银行回单填写。", "Take it from the bank's slip."),
)
NUMBER_WRONG = declare(
    "E-CU-04",
    what=Label("银行账号不正确：{fault}。", "The account number is wrong: {fault}."),
    why=Label("出金只付到本人的银行账户。", "Money is paid out to one's own account only."),
    remedy=Label("请核对账号。", "Check the number."),
)
ACCOUNT_KNOWN = declare(
    "E-CU-05",
    what=Label("该银行账号已经登记。", "This account is entered already."),
    why=Label("一个银行账号只属于一个主体。", "An account belongs to one party."),
    remedy=Label(
        "请使用已登记的账户；如账户不属于您，请联系交易机构。",
        "Use the entered account, or write to the exchange if it is not yours.",
    ),
)
ACCOUNT_UNFIT = declare(
    "E-CU-06",
    what=Label("账户{place}不能用于出金。", "The account {place} cannot be paid to."),
    why=Label(
        "出金只付到本主体名下、经交易机构核验的账户。",
        "Money is paid to accounts of the party that the exchange has confirmed.",
    ),
    remedy=Label("请选择已核验的账户，或等待核验。", "Choose a confirmed account, or wait."),
)
DAY_FOREIGN = declare(
    "E-CU-07",
    what=Label("流水{place}的日期不是 {day}。", "The movement {place} is not of {day}."),
    why=Label("一份流水只含一个对账日。", "A statement holds the movements of one day."),
    remedy=Label("请按日导出后重新上传。", "Export day by day and send it again."),
)
DAY_WRONG = declare(
    "E-CU-08",
    what=Label("{day} 还没有结束。", "{day} is not over yet."),
    why=Label("对账以日终余额为准。", "A day is compared by its closing balance."),
    remedy=Label("请在次日办理。", "Do it the day after."),
)
DAY_BOOKED = declare(
    "E-CU-09",
    what=Label("已有 {last} 的银行流水入账。", "A statement of {last} is booked already."),
    why=Label(
        "流水按日期先后入账，每日一份。", "Statements are booked in order, one for each day."
    ),
    remedy=Label("请核对日期；差异以说明或更正处理。", "Check the day; differences are explained."),
)
SUM_WRONG = declare(
    "E-CU-10",
    what=Label(
        "上日余额 {opening} 元加减本日流水得 {counted} 元，与日终余额 {closing} 元不符。",
        "The balance before, {opening}, with the movements gives {counted}, not {closing}.",
    ),
    why=Label(
        "流水不全或余额有误时不能对账。",
        "With missing movements or a wrong balance nothing can be compared.",
    ),
    remedy=Label(
        "请核对日终余额，并确认中间没有漏传的日期。",
        "Check the closing balance and that no day in between is missing.",
    ),
)
EXPLANATION_MISSING = declare(
    "E-CU-11",
    what=Label("没有填写说明。", "The explanation is missing."),
    why=Label("每项差异须说明原因。", "Every difference is explained."),
    remedy=Label("请写明原因和处理办法。", "Say why it is and what is done."),
)
NOT_BOOKABLE = declare(
    "E-CU-12",
    what=Label("{place}不能补记入金。", "{place} cannot be booked as money in."),
    why=Label(
        "只有收入类未匹配流水可以补记。", "Only money that came in without a match can be booked."
    ),
    remedy=Label("请填写说明。", "Explain it instead."),
)
LINES_MISSING = declare(
    "E-CU-13",
    what=Label("没有上传流水，且日终余额与上日不同。", "No movements, but another balance."),
    why=Label("余额变动须有流水。", "A balance changes by movements only."),
    remedy=Label("请上传当日流水。", "Send the movements of the day."),
)

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
    what=Label("银行账号不正确：{fault}。", "The account number is wrong: {fault_en}."),
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

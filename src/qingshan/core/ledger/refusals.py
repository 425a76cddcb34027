"""What the ledger refuses, in the order in which it is asked."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

CHAIN_EMPTY = declare(
    "E-LG-01",
    what=Label("记账单{place}没有任何分录。", "Chain {place} holds no transfer."),
    why=Label("没有变动就没有可记之账。", "Without a movement there is nothing to book."),
    remedy=Label("请至少填写一笔分录。", "Give at least one transfer."),
)
AMOUNT_WRONG = declare(
    "E-LG-02",
    what=Label(
        "{place}的数量为{amount}，须为 1 至 {largest} 之间的整数。",
        "The amount of {place} is {amount}; it must lie between 1 and {largest}.",
    ),
    why=Label(
        "零或负数会改变分录方向，过大的数额无法安全累加。",
        "Zero or less would turn the movement round; more cannot be added up safely.",
    ),
    remedy=Label("请核对数量。", "Check the amount."),
)
SAME_ACCOUNT = declare(
    "E-LG-03",
    what=Label("{place}的转出方与转入方同为{account}。", "{place} goes from {account} to itself."),
    why=Label("自转自不构成变动，可能掩盖差错。", "It moves nothing and could hide a mistake."),
    remedy=Label("请填写不同的转入方。", "Name another target."),
)
ASSET_DIFFERS = declare(
    "E-LG-04",
    what=Label(
        "{place}由{source}转入{target}，两个账户不是同一资产。",
        "{place} goes from {source} to {target}, which hold different assets.",
    ),
    why=Label(
        "不同资产之间不能直接划转，否则各资产合计不再为零。",
        "Assets never mix; each one's balances must sum to zero.",
    ),
    remedy=Label(
        "请把两种资产分别记为同一单内的两笔分录。", "Book one transfer for each asset in one chain."
    ),
)
CODE_UNKNOWN = declare(
    "E-LG-05",
    what=Label(
        "{place}的事由“{code}”不在事由表中。", "The code {code} of {place} is not on the list."
    ),
    why=Label("每笔账须有明确的事由。", "Every booking has a known reason."),
    remedy=Label("请从事由表中选择。", "Choose a code from the list."),
)
HOLD_KEY_WRONG = declare(
    "E-LG-06",
    what=Label(
        "{place}的冻结编号有误：“{hold}”。", "The hold key of {place} is not right: “{hold}”."
    ),
    why=Label(
        "冻结、结转、解冻必须写明冻结编号，直接划转不得填写。",
        "Hold, settle and release name a hold; a post names none.",
    ),
    remedy=Label("请补填或删除冻结编号。", "Give the key, or leave it out."),
)
SINK_GIVES = declare(
    "E-LG-07",
    what=Label("{account}只进不出，{place}不能办理。", "{account} gives nothing back ({place})."),
    why=Label(
        "已注销、作废或失效的数量永久退出流通。",
        "What was retired, cancelled or lapsed has left circulation for good.",
    ),
    remedy=Label(
        "误注销的，请按更正程序另行补偿，不得从该账户转出。",
        "Make good a mistake by another act; nothing leaves this account.",
    ),
)
SUPPLY_TAKES = declare(
    "E-LG-08",
    what=Label(
        "{place}以“{reason}”退回签发账户{account}，不予受理。",
        "{place} returns to the supply account {account} under “{reason}”.",
    ),
    why=Label(
        "已签发的数量只能经更正退回，否则签发总量失真。",
        "Only a correction takes back what was issued; else the total issued would be wrong.",
    ),
    remedy=Label("请改用“更正”事由，或转入其他账户。", "Use a correction, or another target."),
)
ASSET_UNKNOWN = declare(
    "E-LG-11",
    what=Label("资产{asset}尚未开立（{place}）。", "The asset {asset} is not open ({place})."),
    why=Label("未开立的资产不能记账。", "Nothing can be booked in an asset that does not exist."),
    remedy=Label("请先开立该资产。", "Open the asset first."),
)
KEY_REUSED = declare(
    "E-LG-12",
    what=Label(
        "记账编号{place}已用于另一内容。", "The booking key {place} was used with other content."
    ),
    why=Label("同一编号只对应一次记账。", "One key stands for one booking."),
    remedy=Label("内容有变的，请换用新编号。", "Book other content under a new key."),
)
DAY_SEALED = declare(
    "E-LG-13",
    what=Label(
        "{day}的账已封存（封存至{sealed}），{place}不能再记入。",
        "{day} is sealed (up to {sealed}); {place} cannot be booked into it.",
    ),
    why=Label(
        "封存后的账不得增减，否则日封摘要不再相符。",
        "A sealed day takes nothing more, or its digest would no longer agree.",
    ),
    remedy=Label("请以当前日期记账。", "Book it under the present date."),
)
ACCOUNT_CLOSED = declare(
    "E-LG-14",
    what=Label("账户{account}已销户（{place}）。", "The account {account} is closed ({place})."),
    why=Label("销户后的账户不再发生变动。", "A closed account does not move."),
    remedy=Label("请改用其他账户。", "Use another account."),
)
ASSET_FROZEN = declare(
    "E-LG-15",
    what=Label("{thing}处于冻结状态。", "{thing} is frozen."),
    why=Label(
        "监管事项处理完毕前，该批次不得流转、质押或注销。",
        "Until the matter is settled the series may not be moved, pledged or retired.",
    ),
    remedy=Label("请联系作出冻结的单位。", "Ask the office that froze it."),
)
ACCOUNT_FROZEN = declare(
    "E-LG-16",
    what=Label(
        "转出方的{thing}账户已被冻结，不能转出。",
        "{thing}: the account that gives is frozen and gives nothing out.",
    ),
    why=Label("冻结期间只进不出。", "While frozen it may only receive."),
    remedy=Label("请联系作出冻结的单位。", "Ask the office that froze it."),
)
HOLD_TAKEN = declare(
    "E-LG-17",
    what=Label("冻结编号{hold}已被使用（{place}）。", "The hold {hold} exists already ({place})."),
    why=Label("一个编号只对应一笔冻结。", "One key stands for one hold."),
    remedy=Label("请换用新的冻结编号。", "Use a new hold key."),
)
HOLD_UNKNOWN = declare(
    "E-LG-18",
    what=Label("没有编号为{hold}的冻结（{place}）。", "There is no hold {hold} ({place})."),
    why=Label("只能结转或解除已有的冻结。", "Only a hold that exists can be settled or released."),
    remedy=Label("请核对冻结编号。", "Check the hold key."),
)
HOLD_FOREIGN = declare(
    "E-LG-19",
    what=Label(
        "冻结{hold}属于{source}→{target}，与{place}不符。",
        "The hold {hold} stands between {source} and {target}, unlike {place}.",
    ),
    why=Label(
        "冻结的数量只能在原定双方之间结转或退回。",
        "What is held can only go to the target it was held for, or back.",
    ),
    remedy=Label("请按原冻结的双方填写。", "Name the accounts of the hold."),
)
HOLD_SPENT = declare(
    "E-LG-20",
    what=Label(
        "冻结{hold}仅余{left}，{place}需{amount}。",
        "The hold {hold} has {left} left; {place} asks for {amount}.",
    ),
    why=Label("结转与解冻合计不得超过冻结数量。", "No more can be taken than was held."),
    remedy=Label("请按余量办理。", "Take no more than is left."),
)
HOLD_EXPIRED = declare(
    "E-LG-21",
    what=Label(
        "冻结{hold}的期限为{expires}，{place}办理时已过期。",
        "The hold {hold} ends at {expires}, which is past for {place}.",
    ),
    why=Label("过期的冻结只能解除。", "A hold that has ended can only be released."),
    remedy=Label(
        "请解除该冻结后重新办理，或填写将来的期限。", "Release it and begin anew with a later end."
    ),
)
AVAILABLE_SHORT = declare(
    "E-LG-22",
    what=Label(
        "{thing}可用 {available}，需要 {amount}，还差 {missing}。",
        "{thing}: {available} available, {amount} needed, {missing} missing.",
    ),
    why=Label("{held}不计入可用。", "What is {held} does not count as available."),
    remedy=Label("请减少{measure}，或{instead}。", "Ask for a smaller {measure}, or {instead}."),
)
ACCOUNT_BUSY = declare(
    "E-LG-31",
    what=Label(
        "账户{account}尚有余额{balance}或未了冻结{held}，不能销户。",
        "The account {account} still has {balance} or open holds of {held}.",
    ),
    why=Label("销户账户须余额为零且无冻结。", "A closed account is empty and has no hold."),
    remedy=Label("请先转出余额并了结冻结。", "Move the balance and end the holds first."),
)
ACCOUNT_UNKNOWN = declare(
    "E-LG-32",
    what=Label("账户{account}不存在。", "There is no account {account}."),
    why=Label("账户在首次入账时开立。", "An account is opened by its first transfer."),
    remedy=Label("请核对账户。", "Check the account."),
)
ASSET_EXISTS = declare(
    "E-LG-33",
    what=Label(
        "资产{asset}已按其他类别开立。", "The asset {asset} is open as another kind already."
    ),
    why=Label("资产的类别与单位一经开立不得更改。", "Kind and unit of an asset never change."),
    remedy=Label("请换用其他资产代码。", "Use another code."),
)
DAY_OPEN = declare(
    "E-LG-34",
    what=Label("{day}尚未结束，不能封存。", "{day} is not over and cannot be sealed."),
    why=Label("封存后当日不能再记账。", "A sealed day takes nothing more."),
    remedy=Label("请于次日办理。", "Seal it on a later day."),
)
DAY_SKIPPED = declare(
    "E-LG-35",
    what=Label(
        "{earlier}有账未封存，不能先封存{day}。",
        "{earlier} has bookings that are not sealed; {day} must wait.",
    ),
    why=Label("日封须逐日衔接。", "Seals follow each other day by day."),
    remedy=Label("请先封存较早的日期。", "Seal the earlier day first."),
)
SEAL_STANDS = declare(
    "E-LG-36",
    what=Label("已封存至{sealed}，{day}不能再次封存。", "Sealed up to {sealed}; {day} is done."),
    why=Label("每日只封存一次。", "A day is sealed once."),
    remedy=Label("请查看已有的日封记录。", "Look at the seal that stands."),
)

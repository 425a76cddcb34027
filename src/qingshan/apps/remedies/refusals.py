"""What the remedies room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

CASE_KNOWN = declare(
    "E-RM-01",
    what=Label("案号{place}已经登记过认购。", "The case {place} already has a subscription."),
    why=Label("同一案号只登记一次，避免重复认购。", "One case number stands for one subscription."),
    remedy=Label(
        "请核对案号；追加认购请注明补充裁定案号。", "Check the number; add a supplementary ruling."
    ),
)
TERMS_WRONG = declare(
    "E-RM-02",
    what=Label("认购数量或价格无效。", "The quantity or the price is not valid."),
    why=Label("数量最多四位小数，数量和价格须大于零。", "At most four decimals; both above zero."),
    remedy=Label("请按裁判文书更正。", "Correct them by the ruling."),
)
PAPERS_MISSING = declare(
    "E-RM-03",
    what=Label(
        "案号、裁定书文号、协助执行通知书文号或两名执行人员不全。",
        "Case, ruling, assistance notice or the two officers are missing.",
    ),
    why=Label(
        "冻结须凭裁定书和协助执行通知书，由两名执行人员送达。",
        "A freeze rests on a ruling and a notice, served by two officers.",
    ),
    remedy=Label("请补填。", "Enter them."),
)
TERM_WRONG = declare(
    "E-RM-04",
    what=Label(
        "冻结期限 {months} 个月无效，须为 1 至 {most} 个月。",
        "A term of {months} months is not valid; it is 1 to {most}.",
    ),
    why=Label(
        "其他财产权的冻结期限不得超过三年，续行期限亦同。",
        "Other property rights are frozen for at most three years, and again for as long.",
    ),
    remedy=Label("请按裁定更正。", "Correct it by the ruling."),
)
MORE_THAN_HELD = declare(
    "E-RM-05",
    what=Label(
        "要求冻结 {asked}，{holder}该票只有 {has}。",
        "{asked} are to be frozen; of this ticket {holder} has {has}.",
    ),
    why=Label("不得明显超出标的冻结。", "A freeze does not exceed what is there."),
    remedy=Label("请更正数量或碳票。", "Correct the quantity or the ticket."),
)
HOLD_KNOWN = declare(
    "E-RM-06",
    what=Label(
        "裁定书{place}对该持有人的这张碳票已有冻结 {number}（{state}）。",
        "On the ruling {place} this ticket of the holder has the freeze {number} ({state}).",
    ),
    why=Label("同一裁定只冻结一次。", "A ruling freezes once."),
    remedy=Label(
        "待登记的申请有误的，请先撤回再重新申请；已经登记的，续行冻结请办理续冻。",
        "A request that waits for its entry and is wrong is withdrawn first and made anew; what is "
        "entered is extended.",
    ),
)
FRACTION = declare(
    "E-RM-10",
    what=Label("{asked} 吨不是整吨。", "{asked} t are not whole tonnes."),
    why=Label(
        "碳票以整吨挂牌和成交，不足一吨的零数留给持有人后无法出售。",
        "Units are listed and dealt in whole tonnes; a fraction left to the holder cannot be sold.",
    ),
    remedy=Label(
        "请填写整吨，或者填写全部数量 {all} 吨。", "Enter whole tonnes, or all of it: {all} t."
    ),
)
TERM_OVER = declare(
    "E-RM-07",
    what=Label("冻结期限已于 {until} 届满。", "The term ended on {until}."),
    why=Label(
        "期满未续行的，冻结自行失效，轮候在后的依次生效。",
        "A freeze not extended in time ends by itself and the next in the queue takes effect.",
    ),
    remedy=Label("请法院重新作出裁定。", "A new ruling is needed."),
)
NOTHING_FROZEN = declare(
    "E-RM-09",
    what=Label(
        "{place}全部轮候，尚未冻结任何数量。", "{place} waits wholly: nothing is frozen by it yet."
    ),
    why=Label(
        "续行和划转以已冻结的数量为限；轮候期间期限不起算，不会届满。",
        "Only what is frozen is extended or transferred; while all waits no term runs or ends.",
    ),
    remedy=Label(
        "请等前面的冻结或质押解除、轮候生效后再办理。",
        "Wait until what stands before it ends and it takes effect.",
    ),
)
TRANSFER_WRONG = declare(
    "E-RM-08",
    what=Label(
        "划转数量或接收人无效：已冻结 {held}。",
        "Quantity or receiver is not valid: {held} are frozen.",
    ),
    why=Label(
        "划转以冻结数量为限，接收人不能是被执行人。",
        "No more is transferred than is frozen, and not to the debtor.",
    ),
    remedy=Label("请按执行裁定更正。", "Correct it by the ruling."),
)
SAME_PARTY = declare(
    "E-RM-20",
    what=Label("认购人和出让人是同一主体：{place}。", "Buyer and seller are the same: {place}."),
    why=Label(
        "认购款须付给另一持有人，自己的碳票不能向自己认购。",
        "The money goes to another holder; nobody buys from oneself.",
    ),
    remedy=Label("请另选出让人。", "Choose another seller."),
)

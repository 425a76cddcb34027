"""What the pledges room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

TERMS_WRONG = declare(
    "E-PL-01",
    what=Label("质押数量、贷款金额或期限无效。", "The quantity, loan or term is not valid."),
    why=Label(
        "数量和金额须大于零，期限须晚于登记日。", "Both are above zero and the term lies ahead."
    ),
    remedy=Label("请按质押合同更正。", "Correct them by the contract."),
)
FILING_MISSING = declare(
    "E-PL-02",
    what=Label(
        "没有填写中登网登记编号。", "The filing number of the movables register is missing."
    ),
    why=Label(
        "质押须同时在动产融资统一登记公示系统登记，方可对抗第三人。",
        "A pledge is also filed in the national movables-finance register.",
    ),
    remedy=Label("请补填登记证明编号。", "Enter the number of the filing."),
)
NOT_A_SECURITY = declare(
    "E-PL-03",
    what=Label("“{place}”不是可以质押的碳票。", "“{place}” is no ticket that can be pledged."),
    why=Label("此处只登记已签发碳票的质押。", "Only issued tickets are pledged here."),
    remedy=Label("请选择持有的碳票。", "Choose a ticket that you hold."),
)
REASON_MISSING = declare(
    "E-PL-04",
    what=Label("没有填写违约情况。", "It is not said what happened."),
    why=Label("违约登记在册，出质人会看到。", "A default stands on record; the pledgor sees it."),
    remedy=Label("请写明逾期的时间和金额。", "Say since when and how much is due."),
)
DOCUMENT_MISSING = declare(
    "E-PL-05",
    what=Label("没有填写处置依据。", "The paper that orders the disposal is missing."),
    why=Label(
        "处置质物须凭法院文书或双方协议。",
        "Pledged units are disposed of by a court's paper or an agreement.",
    ),
    remedy=Label("请填写文书名称和文号。", "Enter its name and number."),
)
RECEIVER_WRONG = declare(
    "E-PL-06",
    what=Label("受让方是出质人本人。", "The receiver is the pledgor."),
    why=Label("退回出质人用“解除质押”。", "A release gives the units back to the pledgor."),
    remedy=Label("请填写受让方，或解除质押。", "Name the receiver, or release the pledge."),
)
SELF_PLEDGED = declare(
    "E-PL-07",
    what=Label("质权人是出质人本人。", "The pledgee is the pledgor."),
    why=Label("质押须有两方。", "A pledge has two sides."),
    remedy=Label("请选择贷款银行。", "Choose the bank that lends."),
)
RELEASE_PROPOSED = declare(
    "E-PL-08",
    what=Label("{who}已提出解除，待{whom}确认。", "{who} proposed it; {whom} has to confirm."),
    why=Label("一项质押同时只有一份解除申请。", "A pledge has one proposal at a time."),
    remedy=Label(
        "由{whom}在质押页面确认或者不同意；提出方也可撤回。",
        "{whom} confirms or declines it on the page of the pledge; {who} may withdraw it.",
    ),
)
SAME_HAND = declare(
    "E-PL-09",
    what=Label("提出和确认的是同一人。", "The same person proposed it."),
    why=Label("解除质押须由双方各自确认。", "Each side says for itself that the pledge ends."),
    remedy=Label("请由对方的其他经办人确认。", "Another person of the other side confirms it."),
)
DECLINE_UNEXPLAINED = declare(
    "E-PL-10",
    what=Label("没有填写不同意的理由。", "It is not said why."),
    why=Label("对方要知道还差什么。", "The other side has to know what is still missing."),
    remedy=Label("请写明尚欠金额或其他理由。", "Say what is still due, or what else is wrong."),
)
CANCEL_UNFOUNDED = declare(
    "E-PL-11",
    what=Label("没有填写注销依据或者理由不明。", "The paper or the ground is missing."),
    why=Label(
        "没有双方确认的，登记机构只凭文书注销质押。",
        "Without the word of both sides the register ends a pledge on a paper alone.",
    ),
    remedy=Label("请选择理由，写明文书名称和文号。", "Choose the ground, name paper and number."),
)
UNANSWERED_NOT_YET = declare(
    "E-PL-12",
    what=Label(
        "{who}没有提出过对方逾期未答复的解除。",
        "No proposal of {who} has gone unanswered past its time.",
    ),
    why=Label(
        "没有法律文书的，须先提出解除，对方 {days} 个工作日内不答复才可注销。",
        "Unless a court has spoken, the other side is heard first: {days} working days.",
    ),
    remedy=Label(
        "请先由{who}在质押页面提出解除；答复期限：{due}。",
        "{who} proposes the release on the page of the pledge; time to answer: {due}.",
    ),
)

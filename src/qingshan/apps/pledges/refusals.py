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

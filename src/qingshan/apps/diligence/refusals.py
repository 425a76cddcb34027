"""What the diligence room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NO_CONSENT = declare(
    "E-DL-01",
    what=Label(
        "持有人没有同意贵行核查这张碳票，或者同意已到期。",
        "The holder has not let the bank look at this ticket, or no longer does.",
    ),
    why=Label(
        "持有人名下的数量、质押和冻结不公开，未经同意不予提供。",
        "What somebody holds and what stands on it is not public.",
    ),
    remedy=Label(
        "请先申请核查，由持有人同意；已质押给贵行的不需另行同意。",
        "Ask the holder for it; what is pledged to the bank already needs no consent.",
    ),
)
TERM_WRONG = declare(
    "E-DL-02",
    what=Label("截止日 {place} 无效。", "The last day {place} is not valid."),
    why=Label(
        "截止日不早于今日，不晚于 {latest}。", "It lies between today and {latest}, both included."
    ),
    remedy=Label("请改填截止日。", "Enter another day."),
)
NOT_A_BANK = declare(
    "E-DL-03",
    what=Label("{name} 不是登记的银行。", "{name} is not entered as a bank."),
    why=Label("核查单只提供给可以作质权人的银行。", "Sheets are made for lending banks alone."),
    remedy=Label("请填写银行登记的名称或代码。", "Enter the bank by its name or code."),
)
CONSENTED = declare(
    "E-DL-04",
    what=Label("已有同意，有效至 {until}。", "It was granted before and holds until {until}."),
    why=Label("同一银行、同一碳票同时只有一份同意。", "One consent for a bank and a ticket."),
    remedy=Label(
        "可以直接开具核查单；要改截止日的，先撤回再同意。",
        "The sheet can be made on it; to change the day, withdraw it first.",
    ),
)
ASKED_BEFORE = declare(
    "E-DL-05",
    what=Label("核查申请 {place} 还在等持有人答复。", "Request {place} waits for its answer."),
    why=Label("同一银行、同一碳票同时只有一份申请。", "One request for a bank and a ticket."),
    remedy=Label("请等待答复，或者先撤回。", "Wait for the answer, or withdraw it."),
)
DECLINE_UNEXPLAINED = declare(
    "E-DL-06",
    what=Label("没有填写不同意的理由。", "It is not said why."),
    why=Label("银行要知道还差什么。", "The bank has to know what is missing."),
    remedy=Label("请写明理由。", "Say why."),
)
SELF_CHECKED = declare(
    "E-DL-07",
    what=Label("持有人和银行是同一主体。", "Holder and bank are the same party."),
    why=Label("自己的持有情况在工作台直接可见。", "One’s own units stand on the workspace."),
    remedy=Label("请填写对方。", "Name the other side."),
)

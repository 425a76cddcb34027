"""What the interface refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

TOKEN_WRONG = declare(
    "E-IF-01",
    what=Label("令牌无效、已到期或已停用。", "The token is unknown, has expired or was ended."),
    why=Label("没有有效的令牌，不能代表任何单位。", "Without a good token nobody is acted for."),
    remedy=Label(
        "请在工作台的“接口令牌”中新建，并写在 Authorization: Bearer 之后。",
        "Make one at “Tokens” in the workspace and send it after Authorization: Bearer.",
    ),
)
SCOPE_MISSING = declare(
    "E-IF-02",
    what=Label("令牌没有“{place}”权限。", "The token lacks the scope {place}."),
    why=Label("令牌只能做建立时选定的事。", "A token does only what was chosen when it was made."),
    remedy=Label(
        "请新建一个含该权限的令牌；现有权限：{scopes}。",
        "Make a token with that scope; this one has: {scopes}.",
    ),
)
KEY_MISSING = declare(
    "E-IF-03",
    what=Label("缺少 Idempotency-Key。", "The header Idempotency-Key is missing."),
    why=Label(
        "网络中断后重发同一请求，要靠它避免办理两次。",
        "It keeps a request that is sent again after a fault from being done twice.",
    ),
    remedy=Label(
        "请为每次办理给出一个 8 至 60 位、由字母、数字和 - _ 组成的编号。",
        "Give each act one of 8 to 60 letters, digits, - or _.",
    ),
)
PARAMETER_UNKNOWN = declare(
    "E-IF-04",
    what=Label("不认识参数“{place}”。", "The parameter “{place}” is not known."),
    why=Label(
        "忽略一个参数会给出您没有要求的结果。",
        "To leave a parameter out would answer a question that was not asked.",
    ),
    remedy=Label("这里可用的参数：{known}。", "Parameters known here: {known}."),
)
CURSOR_WRONG = declare(
    "E-IF-05",
    what=Label("翻页标记“{place}”不能使用。", "The cursor “{place}” cannot be used."),
    why=Label("翻页标记只能取自上一页的回答。", "A cursor comes from the page before."),
    remedy=Label("请从第一页重新读取。", "Begin again at the first page."),
)
THING_UNKNOWN = declare(
    "E-IF-06",
    what=Label("没有编号为“{place}”的{thing}。", "There is no {thing} {place}."),
    why=Label("编号可能有误。", "The number may be wrong."),
    remedy=Label("请核对编号。", "Check the number."),
)
SCOPE_DENIED = declare(
    "E-IF-07",
    what=Label(
        "您不能为{party}建立含“{place}”的令牌。",
        "You cannot make a token with {place} for {party}.",
    ),
    why=Label(
        "令牌的权限不能超过您在该单位的岗位。", "A token never exceeds your roles at that party."
    ),
    remedy=Label(
        "请去掉该权限，或由有此岗位的人建立。", "Leave it out, or let a holder of the role make it."
    ),
)
TERM_WRONG = declare(
    "E-IF-08",
    what=Label("令牌期限须为 1 至 {most} 天。", "A token lasts 1 to {most} days."),
    why=Label("长期不换的令牌容易泄露。", "A token that is never changed leaks in the end."),
    remedy=Label(
        "请改填期限，到期前可再建新的。", "Choose another term; a new one can be made in time."
    ),
)
TOKEN_FOREIGN = declare(
    "E-IF-09",
    what=Label("这个令牌不是您的，或已经停用。", "This token is not yours, or has been ended."),
    why=Label("令牌只由其所有人停用。", "A token is ended by its owner."),
    remedy=Label("请刷新令牌列表。", "Reload the list of tokens."),
)
PARAMETER_REPEATED = declare(
    "E-IF-11",
    what=Label(
        "参数“{place}”给出了 {count} 次。", "The parameter “{place}” is given {count} times."
    ),
    why=Label(
        "这里只取一个值，取哪一个都可能不是您要的。",
        "One value is taken here, and any choice could be the wrong one.",
    ),
    remedy=Label("请只保留一个。", "Keep one of them."),
)
FACTOR_MISSING = declare(
    "E-IF-20",
    what=Label(
        "令牌所有人尚未登记第二因素。", "The owner of the token has registered no second factor."
    ),
    why=Label(
        "该岗位在网页上须先登记第二因素，接口也不例外。",
        "On the pages these roles need a second factor first; the interface is no way around it.",
    ),
    remedy=Label(
        "请令牌所有人登录，在“第二因素”中登记后再试。",
        "Let the owner sign in, register one at “Second factors” and try again.",
    ),
)
PARTY_UNKNOWN = declare(
    "E-IF-21",
    what=Label(
        "没有找到名称或代码为“{party}”的唯一登记主体。",
        "No single party of the name or code “{party}” is entered.",
    ),
    why=Label("办理所涉的单位须能唯一确定。", "Whom an act concerns must be certain."),
    remedy=Label(
        "请核对统一社会信用代码或登记的名称。", "Check the credit code or the name as entered."
    ),
)
READ_OFTEN = declare(
    "E-IF-10",
    what=Label(
        "{window_min} 分钟内已请求 {count} 次。",
        "{count} requests were made within {window_min} minutes.",
    ),
    why=Label("接口由所有人共用。", "The interface is shared by all."),
    remedy=Label(
        "请在 {wait_s} 秒后再试；整批数据请下载数据文件。",
        "Try again in {wait_s} seconds; take the data files for whole sets.",
    ),
)

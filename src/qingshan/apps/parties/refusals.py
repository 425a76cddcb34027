"""What the register of parties refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

CODE_KNOWN = declare(
    "E-PA-01",
    what=Label("信用代码{place}已经登记为“{party}”。", "{place} is entered as “{party}”."),
    why=Label("一个信用代码只对应一个主体。", "One credit code stands for one party."),
    remedy=Label(
        "请核对代码，或使用已登记的主体。", "Check the code, or use the party that is entered."
    ),
)
APPOINTED = declare(
    "E-PA-02",
    what=Label("该经办人已经登记过这一岗位。", "That operator already holds this role."),
    why=Label("同一人在同一单位的同一岗位只登记一次。", "A role is given once for one party."),
    remedy=Label("无须再次登记。", "Nothing more is to be done."),
)
CODE_WRONG = declare(
    "E-PA-03",
    what=Label("信用代码{place}不成立：{fault}。", "{place} is no credit code: {fault_en}."),
    why=Label(
        "统一社会信用代码按 GB 32100 编码，末位为校验码。",
        "Credit codes follow GB 32100 and end with a check sign.",
    ),
    remedy=Label("请对照营业执照或登记证书逐位核对。", "Compare it with the licence sign by sign."),
)
PAPER_WRONG = declare(
    "E-PA-04",
    what=Label("证件号码{place}不成立：{fault}。", "The number {place} is not valid: {fault_en}."),
    why=Label(
        "居民身份证号码按 GB 11643 编码；其他证件须按证件类型填写。",
        "Resident numbers follow GB 11643; other papers have forms of their own.",
    ),
    remedy=Label("请对照证件逐位核对。", "Compare it with the paper sign by sign."),
)
TWO_SIDES = declare(
    "E-PA-05",
    what=Label(
        "{place}已任{held}，不能再任{role}。",
        "{place} serves as {held_en} and cannot be {role_en} as well.",
    ),
    why=Label(
        "主管、登记、交易、核查机构的人员不得持有和交易碳票，持有人也不得任上述岗位。",
        "Staff of authorities, register, exchange and verifiers hold and trade nothing, and the "
        "other way round.",
    ),
    remedy=Label("请另选人员，或先办理离任。", "Choose somebody else, or end that role first."),
)
ADMINISTRATOR_ALONE = declare(
    "E-PA-06",
    what=Label(
        "{place}已任{held}，不能再任{role}。",
        "{place} serves as {held_en} and cannot be {role_en} as well.",
    ),
    why=Label(
        "系统、安全、审计三类管理员相互制约，一人只任其一，且不办理业务。",
        "The three administrators watch each other: one person holds one of the offices and does "
        "no business.",
    ),
    remedy=Label("请另选人员，或先办理离任。", "Choose somebody else, or end that role first."),
)
ROLE_UNKNOWN = declare(
    "E-PA-07",
    what=Label("没有可以授予的岗位“{place}”。", "There is no role “{place}” to be given."),
    why=Label("岗位须是本平台列出的岗位。", "A role is one of those that the house lists."),
    remedy=Label("请从列表中选择。", "Choose one of the list."),
)
AREA_WRONG = declare(
    "E-PA-08",
    what=Label("“{place}”不是本省的行政区划代码。", "“{place}” is no area of this province."),
    why=Label(
        "管辖范围用省（2 位）、市州（4 位）或县（6 位）的代码表示。",
        "Areas are codes of the province (2), a prefecture (4) or a county (6 digits).",
    ),
    remedy=Label("请核对代码。", "Check the code."),
)
OWN_CASE = declare(
    "E-PA-09",
    what=Label("您不能办理自己提出或关于自己的事项：{place}。", "This is your own case: {place}."),
    why=Label("提名与确认、申请与审核须由不同的人办理。", "One proposes, another decides."),
    remedy=Label("请由另一位有权人员办理。", "Let another person in charge decide."),
)
ENDED = declare(
    "E-PA-10",
    what=Label("{place}的任职已经终止。", "{place}: this role has ended."),
    why=Label("终止只办理一次，记录保留。", "A role is ended once; its record stays."),
    remedy=Label("无须再次办理。", "Nothing more is to be done."),
)
LAST_ONE = declare(
    "E-PA-11",
    what=Label("{place}是最后一位，不能终止。", "{place} is the last one and must stay."),
    why=Label(
        "没有这类管理员，账号和岗位就无人管理。", "Without one nobody could care for the accounts."
    ),
    remedy=Label("请先任命继任者。", "Appoint a successor first."),
)

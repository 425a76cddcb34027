"""What the registry refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

KEY_MISSING = declare(
    "E-RG-01",
    what=Label("尚缺会签：{missing}。", "A signature is missing: {missing_en}."),
    why=Label(
        "碳票须由省林业局和省生态环境厅两家会签，缺一不可。",
        "A ticket needs the keys of both departments; neither issues alone.",
    ),
    remedy=Label("请该部门会签后再签发。", "Let that department sign first."),
)
SAME_SIGNER = declare(
    "E-RG-02",
    what=Label("同一人不能代表两个部门会签。", "One person cannot sign for both departments."),
    why=Label("两把钥匙须由两人分别保管。", "The two keys are held by two people."),
    remedy=Label("请另一部门的会签人签署。", "Let the other department's signatory sign."),
)
CHANGED_SINCE = declare(
    "E-RG-03",
    what=Label("会签后报告已变更。", "The report changed after it was signed."),
    why=Label("签名对应的是签署时的内容。", "A signature covers what was signed."),
    remedy=Label("请两部门重新会签。", "Both departments must sign again."),
)
NOTHING_TO_ISSUE = declare(
    "E-RG-04",
    what=Label(
        "减排量为 {removal_t} 吨，不足 1 吨，不能签发。",
        "The removal is {removal_t} t, less than 1 t; nothing can be issued.",
    ),
    why=Label(
        "碳票以整吨签发，负数和零不签发。", "A ticket carries whole tonnes; a loss carries none."
    ),
    remedy=Label(
        "请核对前后两期蓄积，或改用更长的监测期。",
        "Check the stocks of both dates, or choose a longer period.",
    ),
)
QUANTITY_WRONG = declare(
    "E-RG-05",
    what=Label("数量 {amount} 无效。", "The quantity {amount} is not valid."),
    why=Label(
        "数量须大于零，最多四位小数。", "A quantity is above zero with at most four decimals."
    ),
    remedy=Label("请更正数量。", "Correct the quantity."),
)
BENEFICIARY_MISSING = declare(
    "E-RG-06",
    what=Label("没有填写受益人。", "No beneficiary is named."),
    why=Label("注销证书必须写明为谁注销。", "A certificate says for whom units were retired."),
    remedy=Label("请填写受益人名称。", "Name the beneficiary."),
)
PURPOSE_UNKNOWN = declare(
    "E-RG-07",
    what=Label("用途“{place}”不在用途表内。", "The purpose “{place}” is not in the list."),
    why=Label("用途须如实公开，便于分类统计。", "Purposes are public and counted by kind."),
    remedy=Label("请从用途表中选择。", "Choose one of the list."),
)
CLAIM_WORDING = declare(
    "E-RG-08",
    what=Label("声明中含有“{word}”。", "The statement says “{word}”."),
    why=Label(
        "注销一定数量的碳减排量不等于零排放，此类表述会误导公众。",
        "Retiring a quantity is not zero emission; such words mislead.",
    ),
    remedy=Label(
        "请写明抵消的数量、对象和期间，例如“抵消 2025 年会议排放 12 吨”。",
        "State quantity, object and period, such as “offsets 12 t of the 2025 meeting”.",
    ),
)
NOT_REGISTERED = declare(
    "E-RG-09",
    what=Label("登记簿中没有编号 {place}。", "The register has no number {place}."),
    why=Label("未查到该编号的碳票或注销证书。", "No ticket or certificate bears that number."),
    remedy=Label(
        "请核对编号；如确为收到的票面，请举报假票。",
        "Check the number; report the paper if it was given to you.",
    ),
)
ALREADY_SIGNED = declare(
    "E-RG-10",
    what=Label("{office}已经会签。", "The {office_en} has signed already."),
    why=Label("每个部门对一份报告只签一次。", "A department signs a report once."),
    remedy=Label("请等待另一部门会签。", "Wait for the other department."),
)

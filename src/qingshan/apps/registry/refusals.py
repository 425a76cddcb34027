"""What the registry refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

KEY_MISSING = declare(
    "E-RG-01",
    what=Label("尚缺会签：{missing}。", "A signature is missing: {missing}."),
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
    what=Label("{office}已经会签。", "The {office} has signed already."),
    why=Label("每个部门对一份报告只签一次。", "A department signs a report once."),
    remedy=Label("请等待另一部门会签。", "Wait for the other department."),
)
BASIS_MISSING = declare(
    "E-RG-11",
    what=Label("没有写明理由或依据文件。", "The reason or the paper behind it is missing."),
    why=Label(
        "登记簿的每次变更都须能说明依据。", "Every change of the register tells on what it rests."
    ),
    remedy=Label("请填写理由和依据文件的名称、文号。", "State the reason and the paper's name."),
)
UNITS_HELD = declare(
    "E-RG-12",
    what=Label("{held}被占用：{what}。", "{held} are held by: {what}."),
    why=Label(
        "挂牌、报价、质押或冻结中的份额不得转移、注销或撤销。",
        "Units that are offered, pledged or frozen are not moved, retired or revoked.",
    ),
    remedy=Label("请先{ways}。", "First {ways}."),
)
NOT_VALID = declare(
    "E-RG-13",
    what=Label("碳票 {place} {state}，不能{act}。", "Ticket {place} is {state}: not {act}."),
    why=Label("只有有效的碳票可以办理此事。", "This is done with valid tickets only."),
    remedy=Label("请查看登记簿中的状态和依据。", "See the state in the register and its ground."),
)
GROUND_UNKNOWN = declare(
    "E-RG-14",
    what=Label("“{place}”不是非交易过户的事由。", "“{place}” is no ground of such a transfer."),
    why=Label(
        "市场以外的过户只限继承、法人合并分立和生效法律文书。",
        "Outside the market units move by inheritance, merger or a judgment only.",
    ),
    remedy=Label("其他转让请在交易机构办理。", "Any other transfer is made at the exchange."),
)
SAME_PERSON = declare(
    "E-RG-15",
    what=Label("更正的提出人不能自行复核。", "Who proposed a correction does not decide on it."),
    why=Label("更正登记须由两人办理。", "Two people correct the register."),
    remedy=Label("请由另一名登记人员复核。", "Let another registrar decide."),
)
NOTHING_CORRECTED = declare(
    "E-RG-16",
    what=Label("更正后的内容为空，或与票面相同。", "The new words are none, or those on the face."),
    why=Label("没有差错就无须更正。", "Without a mistake there is nothing to correct."),
    remedy=Label("请核对更正事项和内容。", "Check the item and its new words."),
)
ITEM_FIXED = declare(
    "E-RG-17",
    what=Label("“{place}”不能更正。", "“{place}” is not open to correction."),
    why=Label(
        "数量、监测期和方法学来自经核查的计量结果，不得更改。",
        "Quantity, period and method come from the verified run and never change.",
    ),
    remedy=Label("计量有误的，请撤销碳票后重新申请。", "If the run is wrong, revoke the ticket."),
)
DUTY_EXCEEDED = declare(
    "E-RG-18",
    what=Label("尚需补足 {left}，本次为 {amount}。", "{left} are owed, {amount} are given."),
    why=Label("补足以所欠数量为限。", "No more is surrendered than is owed."),
    remedy=Label("请更正数量。", "Correct the quantity."),
)
NOTHING_HELD = declare(
    "E-RG-19",
    what=Label("{holder}现在不持有该碳票。", "{holder} holds nothing of this ticket now."),
    why=Label("持有凭证只证明现有的持有。", "A certificate of holding shows what is held."),
    remedy=Label("请核对持有人。", "Check the holder."),
)
KEY_CHANGED = declare(
    "E-RG-20",
    what=Label(
        "{office}的会签密钥与登记的不一致。", "The key of the {office} is not the one entered."
    ),
    why=Label(
        "更换密钥须先登记，否则无法分清是谁签的。",
        "A new key is entered first; otherwise nobody knows whose signature it is.",
    ),
    remedy=Label("请系统管理员登记新密钥或恢复原密钥。", "Enter the new key, or restore the old."),
)
KEY_EXPIRED = declare(
    "E-RG-21",
    what=Label(
        "{office}的会签密钥有效期为 {since} 至 {until}，今日不可用。",
        "The key of the {office} is in force from {since} to {until}, not today.",
    ),
    why=Label("过期的密钥不能再签署。", "A key that is not in force signs nothing."),
    remedy=Label("请更换密钥并由系统管理员登记。", "Have a new key made and entered."),
)

GIVER_IS_TAKER = declare(
    "E-RG-22",
    what=Label("转入方与转出方都是{place}。", "{place} is both the giver and the taker."),
    why=Label("过户须改变持有人。", "A transfer changes the holder."),
    remedy=Label(
        "请核对转入方的名称或统一社会信用代码。", "Check the name or the credit code of the taker."
    ),
)
LINES_NONE = declare(
    "E-RG-23",
    what=Label("没有一笔过户。", "There is no transfer."),
    why=Label("过户单至少有一笔过户。", "An order holds at least one transfer."),
    remedy=Label("请逐行写明碳票、转出方、转入方和数量。", "Give each transfer a line."),
)
LINES_MANY = declare(
    "E-RG-24",
    what=Label(
        "共 {count} 笔，一次最多办理 {most} 笔。",
        "There are {count} transfers; at most {most} are made at once.",
    ),
    why=Label(
        "同一份过户单一次全部办成，办理期间有关账户暂不能变动。",
        "An order is made whole, and the accounts that it moves wait meanwhile.",
    ),
    remedy=Label("请按同一文件分成几份过户单办理。", "Make several orders on the same paper."),
)
LINE_TWICE = declare(
    "E-RG-25",
    what=Label(
        "与第 {first} 行的碳票、转出方和转入方相同。",
        "Ticket, giver and taker are those of line {first}.",
    ),
    why=Label("同一笔写了两遍会重复过户。", "What is written twice would be transferred twice."),
    remedy=Label("请删除重复的行，或合并为一行。", "Delete one of them, or make them one line."),
)
TOGETHER_SHORT = declare(
    "E-RG-26",
    what=Label(
        "{giver}持有的{thing}可用 {available}，这几行合计 {amount}，还差 {missing}。",
        "{thing}, held by {giver}: {available} available, {amount} in these lines together, "
        "{missing} missing.",
    ),
    why=Label(
        "同一持有的各行合并计算，不得超过可用数量；本单内转入的不能在本单内再转出。",
        "Lines that move one holding are added up; what an order brings in it does not pass on.",
    ),
    remedy=Label("请核对各行数量。", "Check the quantities of these lines."),
)
HOLDER_UNKNOWN = declare(
    "E-RG-27",
    what=Label(
        "没有找到名称或代码为“{party}”的唯一登记主体。",
        "No single party of the name or code “{party}” is entered.",
    ),
    why=Label("转出方和转入方须能唯一确定。", "Giver and taker of a transfer must be certain."),
    remedy=Label(
        "请核对统一社会信用代码或登记的名称。", "Check the credit code or the name as entered."
    ),
)

"""What the projects room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

REPLAY_DIFFERS = declare(
    "E-PJ-01",
    what=Label("复算结果与报告不一致：{parts}。", "The replay differs from the report: {parts}."),
    why=Label(
        "核查即复算，各项摘要必须完全相同。", "Verification is replay; every digest must be equal."
    ),
    remedy=Label(
        "请计量机构查明差异后重新计量并报送。",
        "Let the measuring body find the difference, measure and report again.",
    ),
)
BODY_CONFLICT = declare(
    "E-PJ-02",
    what=Label(
        "{party}已是本项目的{part}，不能再承担其他工作。",
        "{party} is the {part} of this project already and takes no other part.",
    ),
    why=Label(
        "项目业主、计量机构、核查机构必须相互独立。",
        "Owner, measuring body and verifying body must be independent.",
    ),
    remedy=Label(
        "请另选与本项目各方没有利害关系的机构。", "Choose another body, without a tie to any side."
    ),
)
NO_RUN = declare(
    "E-PJ-03",
    what=Label("“{place}”还没有计量结果。", "“{place}” has no measurement yet."),
    why=Label("报告必须以一次留档的计量为依据。", "A report rests on a kept run."),
    remedy=Label("请先计量。", "Measure first."),
)
ANCHOR_UNKNOWN = declare(
    "E-PJ-04",
    what=Label("报告中没有“{place}”所指之处。", "The report has nothing at “{place}”."),
    why=Label(
        "意见须指明所指的数字、章节或图上位置，才能逐条答复。",
        "A remark is answered where it points: a figure, a section or a place on the map.",
    ),
    remedy=Label(
        "请从列表中选择，位置写作“108.441200，26.730100”，并落在项目林地附近。",
        "Choose from the list; write a place as 108.441200,26.730100, near the land.",
    ),
)
NOT_ASSIGNED = declare(
    "E-PJ-05",
    what=Label(
        "本监测期的{part}已委托给{body}，{party}不能办理。",
        "The {part} of this period is assigned to {body}; {party} cannot do it.",
    ),
    why=Label("受托机构对结果负责。", "The body assigned answers for the result."),
    remedy=Label("请由受托机构办理，或先变更委托。", "Let that body act, or assign another first."),
)
TIE_STANDS = declare(
    "E-PJ-06",
    what=Label(
        "{party}与{part}{other}近 {years} 年内有利害关系（{kind}，{until}），须回避。",
        "{party} has had a tie with the {part}, {other}, within {years} years"
        " ({kind}; {until}) and must stand back.",
    ),
    why=Label(
        "业主、计量机构、核查机构和专家须相互独立。",
        "Owner, measuring body, verifying body and experts must be independent.",
    ),
    remedy=Label(
        "请另选没有利害关系的一方；关系已结束的，由申报方补报结束日期，满 {years} 年后不再回避。",
        "Choose somebody without a tie; of one that has ended, let its declarer tell the last day:"
        " {years} years later it keeps nobody away.",
    ),
)
BODY_UNFIT = declare(
    "E-PJ-07",
    what=Label("{party}没有{part}资格。", "{party} is no body for {part}."),
    why=Label("只能委托登记在册的机构。", "Only bodies that are entered can be assigned."),
    remedy=Label("请从机构名录中选择。", "Choose from the list of bodies."),
)
NONCONFORMITY_OPEN = declare(
    "E-PJ-08",
    what=Label("还有 {count} 个不符合项没有关闭。", "{count} nonconformities are not settled."),
    why=Label(
        "不符合项全部关闭后才能出具核查结论。",
        "A verification stands only when every nonconformity is settled.",
    ),
    remedy=Label("请计量机构答复，核查机构逐项关闭。", "Answer and settle each of them."),
)
QUANTITY_DIFFERS = declare(
    "E-PJ-09",
    what=Label(
        "核定量 {verified_t} 吨与申请量 {claimed_t} 吨不一致。",
        "The verified quantity {verified_t} t is not the claimed {claimed_t} t.",
    ),
    why=Label("申请登记的数量须等于核查核定的数量。", "What is claimed equals what was verified."),
    remedy=Label(
        "填写有误的请改正；核定结果确有不同的，请退回报告，由计量机构更正后重新报送。",
        "Correct a slip of the pen; where the result differs, return the report to be corrected.",
    ),
)
TEXT_MISSING = declare(
    "E-PJ-10",
    what=Label("没有写明内容。", "Nothing was written."),
    why=Label("每一项意见和答复都须写明内容并留档。", "Each remark and answer is kept in words."),
    remedy=Label("请写明情况和依据。", "State the facts and their ground."),
)
DAY_AHEAD = declare(
    "E-PJ-11",
    what=Label("结束日期 {until} 晚于今天。", "The last day {until} lies ahead."),
    why=Label("仍在持续的关系不填结束日期。", "A tie that still holds has no last day."),
    remedy=Label("请改正日期，或留空。", "Correct the day or leave it empty."),
)
ANNEX_UNKNOWN = declare(
    "E-PJ-13",
    what=Label("没有“{place}”这一类附件。", "There is no annex of kind “{place}”."),
    why=Label(
        "附件的种类由参数表 carbon.report_annex 规定。",
        "Kinds of annexes are those of table carbon.report_annex.",
    ),
    remedy=Label("可用的种类：{known}。", "Known kinds: {known}."),
)
OVERRIDE_FOREIGN = declare(
    "E-PJ-14",
    what=Label(
        "放行低可信参数写的是“{by}”，办理的是“{person}”。",
        "Parameters of low confidence are passed in the name of {by}, but {person} is acting.",
    ),
    why=Label(
        "放行的人对结果负责，只能以本人登录的账号放行，不能代签。",
        "Whoever passes them answers for the result, and does so by an account of their own.",
    ),
    remedy=Label(
        "请由放行人本人登录办理，姓名由系统填写；理由如实写明。",
        "Let that person sign in and act: the name is filled in, the reason is stated.",
    ),
)
PART_UNCHARGED = declare(
    "E-PJ-15",
    what=Label(
        "“{place}”的{part}还没有委托机构。",
        "Nobody is charged with the {part} of “{place}” yet.",
    ),
    why=Label(
        "专家只评审受托机构的计量和核查，事后不能补办委托；业主不能自行计量、核查。",
        "Experts review what bodies did that were charged before; an owner never does it alone.",
    ),
    remedy=Label(
        "请项目业主或县级林业主管部门先委托{part}机构，再办理。",
        "Let the owner or the county office charge a body with the {part} first.",
    ),
)

TIE_HELD = declare(
    "E-PJ-16",
    what=Label(
        "结束日期 {until} 早于 {told}，而当日申报的是仍在持续。",
        "The last day {until} comes before {told}, when the tie was declared as holding.",
    ),
    why=Label(
        "已申报的关系只能补报此后结束，不能倒填。",
        "Of a tie once declared it can be told that it ended later, not that it never held.",
    ),
    remedy=Label(
        "请填写实际结束日期；原申报有误的，请联系登记机构。",
        "Enter the day on which it ended; of a mistaken declaration ask the register.",
    ),
)
REPORT_SUPERSEDED = declare(
    "E-PJ-17",
    what=Label(
        "这份报告（摘要 {this}）已被后来报送的报告（摘要 {latest}）代替。",
        "This report (digest {this}) was replaced by a later one (digest {latest}).",
    ),
    why=Label(
        "核查、退回和开具不符合项只对最近一次报送的报告办理。",
        "What is verified, returned or found wrong is the report that was handed in last.",
    ),
    remedy=Label("请打开最近一次报送的报告再办理。", "Open the report that was handed in last."),
)

"""What the review room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

EXPERT_ALREADY = declare(
    "E-RV-01",
    what=Label("{place}已在专家库中。", "{place} is in the pool already."),
    why=Label("一名专家只登记一次。", "An expert is entered once."),
    remedy=Label("请查看专家库。", "See the pool."),
)
BODIES_UNASSIGNED = declare(
    "E-RV-02",
    what=Label(
        "{part}未办理委托，或不是由受托机构完成。",
        "The part of {part} was not assigned, or another body did it.",
    ),
    why=Label("评审的报告须由受托机构计量、核查。", "What is reviewed was done by bodies charged."),
    remedy=Label(
        "请核查机构退回报告，委托机构后重新办理。",
        "Let the verifier return the report, charge the body, and do it anew.",
    ),
)
EXPERTS_FEW = declare(
    "E-RV-03",
    what=Label(
        "可抽取的专家只有 {count} 名，需要 {needed} 名。",
        "Only {count} experts can be drawn; {needed} are needed.",
    ),
    why=Label("有利害关系的专家须回避，不参加抽取。", "Experts with an interest are not drawn."),
    remedy=Label("请补充专家库后再抽取。", "Enter more experts and draw again."),
)
SAME_UNIT = declare(
    "E-RV-04",
    what=Label(
        "{party}的工作单位与{other}为同一法人，须回避。",
        "{party} works for {other} and must stand back.",
    ),
    why=Label("自己不能审查自己。", "Nobody reviews themselves."),
    remedy=Label("请补抽其他专家。", "Draw another expert."),
)
NOT_ALL_DECLARED = declare(
    "E-RV-05",
    what=Label(
        "还有 {count} 名成员没有声明或已回避未补抽。",
        "{count} members have not declared, or stand back and are not replaced.",
    ),
    why=Label(
        "全体成员声明无利害关系后才能评审。", "A panel begins when all declared independence."
    ),
    remedy=Label("请催办或补抽。", "Remind them, or draw a replacement."),
)
SCORES_WRONG = declare(
    "E-RV-06",
    what=Label("核查单第 {place} 项的得分无效。", "The score of item {place} is not valid."),
    why=Label("每一项都须打分，不超过该项满分。", "Each item has a score up to its points."),
    remedy=Label("请更正得分。", "Correct the score."),
)
SCORE_LOW = declare(
    "E-RV-07",
    what=Label(
        "总分 {total} 分，低于 {least} 分，不能表决同意。",
        "The total is {total}; a vote in favour needs {least}.",
    ),
    why=Label("表决须与逐条核查的结果一致。", "The vote agrees with the checklist."),
    remedy=Label("请核对得分，或表决不同意。", "Check the scores, or vote against."),
)
QUESTIONS_OPEN = declare(
    "E-RV-08",
    what=Label("您还有 {count} 个提问没有得到答复。", "{count} of your questions are unanswered."),
    why=Label("提问得到答复后再表决。", "A vote follows the answers."),
    remedy=Label("请等待答复。", "Wait for the answers."),
)
MATERIAL_CHANGED = declare(
    "E-RV-09",
    what=Label("评审材料已变更或已退回。", "The report under review was changed or returned."),
    why=Label("专家表决的必须是现行报告。", "Experts vote on the report that counts."),
    remedy=Label("请作废本次评审，重新抽取专家。", "Void this panel and draw anew."),
)
VOTES_MISSING = declare(
    "E-RV-10",
    what=Label("还有 {count} 名成员没有表决。", "{count} members have not voted."),
    why=Label("全体成员表决后才能结束。", "A panel closes when all have voted."),
    remedy=Label("请催办。", "Remind them."),
)
SIGNED_ALREADY = declare(
    "E-RV-11",
    what=Label("{place}已签署会议纪要。", "{place} has signed the minutes already."),
    why=Label("每名成员签署一次。", "Each member signs once."),
    remedy=Label("无须再次签署。", "Nothing more is needed."),
)
NOT_REVIEWED = declare(
    "E-RV-12",
    what=Label("“{place}”还没有完成专家评审。", "“{place}” has not been reviewed by experts."),
    why=Label("会签前须经专家评审通过。", "Departments sign what experts recommended."),
    remedy=Label("请抽取专家评审。", "Draw a panel."),
)
NOT_RECOMMENDED = declare(
    "E-RV-13",
    what=Label("专家评审 {number} 未通过。", "Panel {number} did not recommend the report."),
    why=Label("会签前须经专家评审通过。", "Departments sign what experts recommended."),
    remedy=Label(
        "请退回报告，按意见更正后重新评审。", "Return the report; correct it and review anew."
    ),
)
CHANGED_SINCE_VOTE = declare(
    "E-RV-14",
    what=Label(
        "表决后材料已变更（{count} 处）：{changes}。",
        "The report changed after the vote in {count} places: {changes}.",
    ),
    why=Label("表决只对表决时的报告有效。", "A vote covers the report that was voted on."),
    remedy=Label("请对新报告重新评审。", "Review the new report."),
)
NO_MEMBER = declare(
    "E-RV-15",
    what=Label("{party}不是评审 {number} 的成员。", "{party} is no member of panel {number}."),
    why=Label("只有被抽中的专家参加评审。", "Only experts who were drawn take part."),
    remedy=Label("请由成员本人办理。", "Let the member do it."),
)
TEXT_MISSING = declare(
    "E-RV-16",
    what=Label("没有写明内容。", "Nothing was written."),
    why=Label("意见、提问、答复和回避理由都要写明并留档。", "All that is said is kept in words."),
    remedy=Label("请写明后再提交。", "Write it and send again."),
)
ANSWERED_ALREADY = declare(
    "E-RV-17",
    what=Label("{place}已有答复。", "{place} was answered already."),
    why=Label("答复留档后不能改动。", "What was answered stands."),
    remedy=Label("如有补充，请成员再次提问。", "Let the member ask once more."),
)
NOT_CONCERNED = declare(
    "E-RV-18",
    what=Label("{party}不是本项目的当事方。", "{party} has no part in this project."),
    why=Label("提问由业主、计量机构或核查机构答复。", "Owner, measurer or verifier answers."),
    remedy=Label("请由当事方答复。", "Let one of them answer."),
)
NOBODY_TO_REPLACE = declare(
    "E-RV-19",
    what=Label("评审 {place} 没有须补抽的席位。", "No seat of panel {place} is empty."),
    why=Label("只有成员回避后才补抽。", "A seat is drawn again only when its member stands back."),
    remedy=Label("请先办理回避。", "Let the member stand back first."),
)
REPORT_STANDS = declare(
    "E-RV-20",
    what=Label("评审的报告仍然有效。", "The report under review still stands."),
    why=Label("只有报告被退回或更新，评审才能作废。", "A panel is void only with its report."),
    remedy=Label("请继续评审。", "Go on with the review."),
)

"""What the applications room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

DRAFT_MOVED = declare(
    "E-AP-01",
    what=Label(
        "这份草稿已在另一个窗口改过（第 {stored} 版，这里是第 {shown} 版）。",
        "The draft was changed in another window (version {stored}; this page has {shown}).",
    ),
    why=Label(
        "若照这里保存，会盖掉那边填写的内容。",
        "Saving this page would overwrite what was entered there.",
    ),
    remedy=Label(
        "请对照下面列出的差别；要用这里的内容，再按一次保存。",
        "Compare the differences below; to keep what this page says, save once more.",
    ),
)
ITEM_MISSING = declare(
    "E-AP-02",
    what=Label("第 {step} 步还没有填“{item}”。", "Step {step}: “{item}” is missing."),
    why=Label("没有它，县级不能受理。", "The county cannot accept the application without it."),
    remedy=Label("请到这一步补填，其他内容不会丢失。", "Complete it there; nothing else is lost."),
)
AGENT_HIDDEN = declare(
    "E-AP-03",
    what=Label("委托代理未填“{item}”。", "Through an agent, but without “{item}”."),
    why=Label(
        "代理人、收费方式和授权委托书须如实披露，农户才知道钱分给了谁。",
        "Agent, fee and power of attorney are disclosed so that households know who is paid.",
    ),
    remedy=Label(
        "请补填；没有代理人的，改选“自己办理”。", "Complete it, or choose “by ourselves”."
    ),
)
PAPER_UNREADABLE = declare(
    "E-AP-04",
    what=Label("“{place}”不是可用的 PDF、JPG 或 PNG。", "“{place}” is no usable PDF, JPG or PNG."),
    why=Label(
        "文件按内容识别，改后缀不起作用；损坏或加密的也不能用。",
        "Files are recognised by their contents; damaged or encrypted ones cannot be used.",
    ),
    remedy=Label("请重新拍照，或另存为 PDF 后再传。", "Take the photo again, or save it as PDF."),
)
PAPER_LARGE = declare(
    "E-AP-05",
    what=Label(
        "“{place}”有 {size_mb} MB，超过 {limit_mb} MB。",
        "“{place}” has {size_mb} MB, more than {limit_mb} MB.",
    ),
    why=Label(
        "照片可以自动压缩，PDF 压缩后可能看不清，不替您改动。",
        "Photos are shrunk here; a PDF is not touched, as it might become illegible.",
    ),
    remedy=Label("请分成几份上传，或改拍照片。", "Send it in parts, or take photos instead."),
)
CONSENT_SHORT = declare(
    "E-AP-06",
    what=Label(
        "同意 {agreed} 户（人），不足 {total} 的三分之二。",
        "{agreed} agreed, fewer than two thirds of {total}.",
    ),
    why=Label(
        "集体林权事项须经三分之二以上成员或成员代表同意并公示（森林法第十八条）。",
        "Collective forest needs the consent of two thirds and a notice (Forest Law, Art. 18).",
    ),
    remedy=Label("请重新表决后再提交。", "Vote again before you submit."),
)
LAND_MIXED = declare(
    "E-AP-07",
    what=Label(
        "所选小班来自 {count} 次不同的调查。",
        "The sub-compartments come from {count} different surveys.",
    ),
    why=Label(
        "一次申报只能用同一次调查的小班因子。", "One application rests on one survey's facts."
    ),
    remedy=Label("请分开申请，或上传合并后的小班文件。", "Apply for each, or send one file."),
)
LAND_BARE = declare(
    "E-AP-08",
    what=Label(
        "画出的范围内没有已入库的小班。", "No sub-compartment that is entered lies in the drawing."
    ),
    why=Label(
        "计量要用树种、蓄积等小班因子，只有图形不够。",
        "Measuring needs species and volume, which an outline does not tell.",
    ),
    remedy=Label(
        "请上传小班文件，或向县林业局索取后再申请。",
        "Send a file of sub-compartments; the county forestry office can give it to you.",
    ),
)
NOTICE_AHEAD = declare(
    "E-AP-09",
    what=Label("村内公示日期 {day} 还没有到。", "The village notice on {day} lies ahead."),
    why=Label("须先公示，后申请。", "The notice comes before the application."),
    remedy=Label("请改正日期，或公示后再提交。", "Correct the day, or submit after the notice."),
)
TERMS_CHANGED = declare(
    "E-AP-10",
    what=Label(
        "承诺书在您同意之后有了新的文本（{version}）。",
        "The declaration has a new wording ({version}) since you agreed.",
    ),
    why=Label(
        "您同意的必须是提交当日有效的文本。", "You agree to the wording in force on the day."
    ),
    remedy=Label("请重新阅读并勾选。", "Read it again and tick it."),
)
PAPERS_MANY = declare(
    "E-AP-12",
    what=Label("这份草稿已有 {most} 份材料，不能再加。", "The draft has {most} papers already."),
    why=Label(
        "材料过多，审查时反而看不到要点。", "With so many the points of the matter get lost."
    ),
    remedy=Label("请删去重复的，或合成一个 PDF。", "Remove duplicates, or join them in one PDF."),
)
RECEIPT_UNKNOWN = declare(
    "E-AP-11",
    what=Label("收件号或查询码不对。", "Receipt number or check code is wrong."),
    why=Label(
        "两样都对上才能查看，以免他人看到您的事项。",
        "Both must fit, so that nobody else sees your matter.",
    ),
    remedy=Label(
        "请照收件回执重新输入，或请经办人登录查看。",
        "Enter both as on the receipt, or let whoever applied sign in.",
    ),
)
STEP_SETTLED = declare(
    "E-AP-13",
    what=Label("“{step}”这一步不在补正范围。", "The step “{step}” is not part of the correction."),
    why=Label(
        "补正只改告知书列出的内容，审查过的部分保持不变。",
        "A correction changes what the notice names; what was examined stays as it is.",
    ),
    remedy=Label(
        "请改告知书所列的步骤；确需改这一步的，请在说明里写明，由办理机关再行告知。",
        "Correct the steps that the notice names; if this one must change, say so in your answer.",
    ),
)
POINT_UNANSWERED = declare(
    "E-AP-14",
    what=Label(
        "{item}既没有改动，也没有说明。",
        "Nothing was changed or said for {item}.",
    ),
    why=Label(
        "补正须一次答复全部事项，漏一项就不能提交。",
        "A correction answers every item at once; with one left out it cannot be handed in.",
    ),
    remedy=Label(
        "请改正对应的步骤；没有要改的，在最后一步写明理由。",
        "Correct the step concerned, or give your reason at the last step.",
    ),
)
LAND_ELSEWHERE = declare(
    "E-AP-15",
    what=Label(
        "改后的林地在{county}，不在原受理的县。",
        "The corrected forest lies in {county}, not in the county that took the case.",
    ),
    why=Label(
        "申请由林地所在县办理，换了县就是另一件申请。",
        "The county of the forest handles an application; another county is another application.",
    ),
    remedy=Label(
        "请核对林地文件；确实在另一个县的，请撤回本件，重新申请。",
        "Check the file; if it is right, withdraw this application and apply anew.",
    ),
)
REPORT_STANDS = declare(
    "E-AP-16",
    what=Label(
        "本件{state}，林地、监测期和方法不能再改。",
        "The period is {state}: forest, period and method can no longer change.",
    ),
    why=Label(
        "监测报告、公示和核查都以报告中的林地和方法为准，改了就对不上。",
        "Report, notice and verification rest on the forest and method that the report tells.",
    ),
    remedy=Label(
        "请把“林地”“监测期与方法”恢复原样，在最后一步写明要改的内容；确须更改的，由核查机构先退回监测报告，退回后再提交补正。",
        "Put these steps back as they were and say at the last one what must change; where it "
        "must, the verifying body returns the report first, and the correction follows.",
    ),
)

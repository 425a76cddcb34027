"""What the casework room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

KIND_UNKNOWN = declare(
    "E-CW-01",
    what=Label("没有“{place}”这一事项类别。", "There is no kind of case “{place}”."),
    why=Label(
        "办理时限和经办岗位按事项类别确定。", "Limits and offices are set for each kind of case."
    ),
    remedy=Label(
        "请管理员在“事项类别”表中登记该类别。", "Let the administrator enter the kind in the table."
    ),
)
ALREADY_OPEN = declare(
    "E-CW-02",
    what=Label(
        "同一事项已在办理：{place}。", "The same matter is already before an office: {place}."
    ),
    why=Label("一件事项只受理一次。", "One matter is handled once."),
    remedy=Label(
        "请查看该事项的进度；需要重新申请的，先撤回。",
        "Look at its progress; withdraw it first to apply again.",
    ),
)
NOT_ACCEPTED = declare(
    "E-CW-03",
    what=Label("该事项尚未受理：{place}。", "The matter has not been accepted: {place}."),
    why=Label("未经受理的事项不得进入下一环节。", "What no office has accepted goes no further."),
    remedy=Label("请先由有管辖权的机关受理。", "Let the competent office accept it first."),
)
AREA_FOREIGN = declare(
    "E-CW-04",
    what=Label(
        "{place}不在本县辖区：{office}不能办理。", "{place} lies outside the area of {office}."
    ),
    why=Label(
        "事项由所在地（区划代码{county}）的机关受理。",
        "A case belongs to the office of its place (code {county}).",
    ),
    remedy=Label("请转办至有管辖权的机关。", "Hand it over to the competent office."),
)
HANDLER_FOREIGN = declare(
    "E-CW-05",
    what=Label("{place}不由您所在的机关办理。", "{place} is not before your office."),
    why=Label(
        "该类事项另有经办岗位，或已由其他机关受理。",
        "Cases of this kind have another post, or another office has taken it on.",
    ),
    remedy=Label("请由受理机关的经办人办理。", "Let the office that has it act."),
)
SAME_UNIT = declare(
    "E-CW-06",
    what=Label(
        "您与{place}的申请人同属一个单位，请回避。", "You belong to the applicant of {place}."
    ),
    why=Label("与申请人有利害关系的人员不得办理。", "Nobody handles a matter of their own unit."),
    remedy=Label("请转交本机关其他经办人。", "Hand it to a colleague without a tie."),
)
CHECKS_OPEN = declare(
    "E-CW-07",
    what=Label("{place}的审查要点未办结：{items}。", "Checks of {place} are open: {items}."),
    why=Label(
        "要点未逐项得出结论，或结论为“问题”，不得通过本环节。",
        "A step is passed when every item has an answer and none is a problem.",
    ),
    remedy=Label(
        "请逐项填写；有问题的，制发一次性补正告知书。",
        "Answer each item; where something is wrong, send the correction notice.",
    ),
)
ASSIGNED = declare(
    "E-CW-08",
    what=Label("{place}由{person}承办。", "{place} is handled by {person}."),
    why=Label("一件事项由一名承办人负责。", "One person answers for a case."),
    remedy=Label(
        "请由承办人办理，或先改派给自己。", "Let that person act, or have the case assigned to you."
    ),
)
LATE_WITHOUT_REASON = declare(
    "E-CW-09",
    what=Label(
        "{place}已超过{step}期限（截止{due}，还剩 0 个工作日）。",
        "{place} is past the limit of its {step} ({due}, no working day left).",
    ),
    why=Label(
        "超期办理须说明原因，记入办理环节。", "Acting late needs a reason, kept with the step."
    ),
    remedy=Label("请填写超期原因。", "Enter the reason."),
)
CHECK_CHANGED = declare(
    "E-CW-10",
    what=Label(
        "“{item}”在您填写期间已由{person}改为“{verdict}”，说明为“{text}”。",
        "While you wrote, {person} changed “{item}” to “{verdict}”, saying “{text}”.",
    ),
    why=Label(
        "两人同时审查，后保存的不得覆盖先保存的。",
        "Of two people who review at once, the later one overwrites nothing.",
    ),
    remedy=Label(
        "您填写的内容还在；请看过对方的结论，再决定是否保存自己的。",
        "What you wrote is still there; look at the other answer, then decide to save yours.",
    ),
)
NOTHING_TO_CORRECT = declare(
    "E-CW-11",
    what=Label("{place}没有标为“问题”的审查要点。", "No item of {place} is marked as a problem."),
    why=Label(
        "补正告知书须一次列明全部需要补正的内容。",
        "A correction notice tells everything that is to be corrected, at once.",
    ),
    remedy=Label(
        "请先在审查要点中标出问题并写明要求。", "Mark the problems in the check list first."
    ),
)
NEW_FACTS_MISSING = declare(
    "E-CW-12",
    what=Label(
        "{place}的补正已告知过一次（{number}），再次告知须填写新增事实。",
        "A correction of {place} was asked for before ({number}); name the new facts.",
    ),
    why=Label(
        "补正内容应当一次性告知，只有新发现的事实才能再次告知。",
        "Everything is told at once; only what came up later may be told again.",
    ),
    remedy=Label(
        "请写明新增事实；没有新增事实的，作出通过或者不予通过的决定。",
        "Name the new facts; without any, pass or refuse the case.",
    ),
)
ANSWER_MISSING = declare(
    "E-CW-13",
    what=Label("{place}第 {items} 项没有答复。", "Items {items} of {place} have no answer."),
    why=Label("补正须逐项答复，可填文字，也可附文件。", "Each item needs a text or a file."),
    remedy=Label("请补齐后一并提交。", "Answer them and hand everything in together."),
)
STEP_OTHER = declare(
    "E-CW-14",
    what=Label("{place}不在“{step}”环节。", "{place} does not stand at “{step}”."),
    why=Label(
        "此事只在该环节办理，环节不能跳过。", "This is done at that step, and none is skipped."
    ),
    remedy=Label("请按顺序办理。", "Take the steps in their order."),
)
OPINION_MISSING = declare(
    "E-CW-15",
    what=Label(
        "{place}没有支持申请的权属意见。", "{place} has no opinion that confirms the title."
    ),
    why=Label(
        "林地权属由自然资源主管部门审核。", "Title to land is examined by natural resources."
    ),
    remedy=Label(
        "请征求权属意见；意见不支持的，告知补正或者不予通过。",
        "Ask for the opinion; if it does not confirm, ask for a correction or refuse.",
    ),
)
FIELD_CHECK_OPEN = declare(
    "E-CW-16",
    what=Label("{place}的现场核查还没有结果。", "The field check of {place} has no result yet."),
    why=Label("核查期间计时中止，结果是审查的依据。", "The clock stands still until its result."),
    remedy=Label("请先录入核查结果。", "Enter the result first."),
)
REASON_SHORT = declare(
    "E-CW-17",
    what=Label("“{field}”不足 {least} 个字。", "“{field}” has fewer than {least} characters."),
    why=Label("理由随文书送达，并存入档案。", "It is sent with the letter and kept."),
    remedy=Label("请写明具体情况。", "Say what the matter is."),
)
RECUSED = declare(
    "E-CW-18",
    what=Label("您已对{place}申请回避。", "You keep out of {place}."),
    why=Label("回避后不得再办理该事项。", "Who keeps out of a case does not handle it."),
    remedy=Label("请由其他承办人办理。", "Let somebody else handle it."),
)
NOT_ABLE = declare(
    "E-CW-19",
    what=Label("“{name}”不能办理{place}。", "“{name}” cannot handle {place}."),
    why=Label(
        "岗位、辖区不符，或者须回避。", "The post or the area does not fit, or there is a tie."
    ),
    remedy=Label("请另选承办人或机关。", "Choose another person or office."),
)
CHECK_UNFIT = declare(
    "E-CW-20",
    what=Label("审查要点“{place}”填写不完整。", "The check “{place}” is not complete."),
    why=Label(
        "结论为合格、问题、不适用之一；有问题的须写明补正要求。",
        "An answer is in order, problem or not applicable; a problem says what to correct.",
    ),
    remedy=Label("请选择结论，并写明要求。", "Choose an answer and say what is to be done."),
)
OPINION_CLOSED = declare(
    "E-CW-21",
    what=Label(
        "{place}的权属意见已经征求或者已经出具。", "{place} has its opinion asked or given."
    ),
    why=Label("一件事项征求一次权属意见。", "An opinion is asked once for a case."),
    remedy=Label("请查看已有的意见。", "Look at the opinion that is there."),
)
BATCH_UNFIT = declare(
    "E-CW-23",
    what=Label(
        "一次选了 {count} 件，应为 1 至 {most} 件。",
        "{count} cases are chosen; 1 to {most} can be.",
    ),
    why=Label("批量办理逐件检查，数量有限。", "Each case is checked; the number is limited."),
    remedy=Label("请重新勾选。", "Choose again."),
)
NOT_INVOLVED = declare(
    "E-CW-24",
    what=Label("您与{place}无关，不能查看或办理。", "You have no part in {place}."),
    why=Label(
        "事项只对申请人和办理机关公开。", "A case is shown to its applicant and the offices."
    ),
    remedy=Label("请用相关单位的账号登录。", "Sign in with an account of one of them."),
)
PARAMETER_UNKNOWN = declare(
    "E-CW-25",
    what=Label("不认识的查询条件“{place}”。", "The filter “{place}” is not known."),
    why=Label("忽略它会让列表看起来完整而其实不是。", "Ignoring it would show a wrong list."),
    remedy=Label("可用的条件：{known}。", "Known filters: {known}."),
)
CASE_FINISHED = declare(
    "E-CW-26",
    what=Label("{place}已经结束（{state}）。", "{place} is finished ({state})."),
    why=Label("已结束的事项不再变动。", "A finished case stays as it is."),
    remedy=Label("需要重新办理的，请另行提交。", "Open a new one if there is need."),
)
PHOTOS_MANY = declare(
    "E-CW-27",
    what=Label(
        "{place}的照片有 {count} 张，最多 {most} 张。", "{place}: {count} photos; {most} can be."
    ),
    why=Label("照片用于说明核查结论，数量有限。", "Photos show the finding; they are limited."),
    remedy=Label("请挑选后重新提交。", "Choose among them."),
)
FIELD_CHECK_DONE = declare(
    "E-CW-28",
    what=Label("{place}的核查结果已经录入。", "The result for {place} is entered already."),
    why=Label("核查记录不得更改。", "A record of a field check is not changed."),
    remedy=Label("需要再次核查的，请另行安排。", "Send somebody out again if there is need."),
)
CHECKS_CLOSED = declare(
    "E-CW-29",
    what=Label(
        "{place}当前为“{state}”，审查要点不能更改。",
        "{place} is “{state}”; its checks cannot be changed.",
    ),
    why=Label(
        "审查要点在受理和初审期间填写。", "Checks are answered before acceptance and in the review."
    ),
    remedy=Label("请等待补正答复，或查看已有结论。", "Wait for the answer, or read what is there."),
)
PARAMETER_UNFIT = declare(
    "E-CW-30",
    what=Label("查询条件“{place}”的值“{value}”无效。", "The filter “{place}” has no “{value}”."),
    why=Label("忽略它会让列表看起来完整而其实不是。", "Ignoring it would show a wrong list."),
    remedy=Label("请从列表上方重新选择。", "Choose again above the list."),
)

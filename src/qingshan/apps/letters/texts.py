"""The words of notifications: a heading that is also the subject of a mail, and one sentence.

A heading holds nothing but an official number (``{ref}``); names stand in the sentence alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan.apps.letters.court_texts import COURT_TEXTS
from qingshan.apps.letters.market_texts import MARKET_TEXTS
from qingshan.apps.letters.words import Words, worded
from qingshan.core.kernel.label import Label

EMPTY = "—"


def words_of(template: str, facts: Mapping[str, Any]) -> Words:
    """The words of a template filled with facts; a pair of texts is said in each language."""
    words = TEXTS[template]
    return Words(_filled(words.heading, facts), _filled(words.text, facts))


def _filled(label: Label, facts: Mapping[str, Any]) -> Label:
    def told(place: int) -> dict[str, str]:
        return {
            name: str(value[place] if isinstance(value, list) else value) or EMPTY
            for name, value in facts.items()
        }

    return Label(label.zh.format_map(told(0)), label.en.format_map(told(1)))


_CASE, _CASE_EN = "“{title}”（{matter}）", "“{title}” ({matter})"
_CLAIM, _CLAIM_EN = "项目“{title}”", "The project “{title}”"

TEXTS: dict[str, Words] = {
    **MARKET_TEXTS,
    **COURT_TEXTS,
    "case_opened": worded(
        "新到事项 {ref}", "New case {ref}",
        f"{_CASE}已提交，请在 {{due}} 前办理本环节。",
        f"{_CASE_EN} was handed in; it is due on {{due}}.",
    ),
    "case_assigned": worded(
        "事项 {ref} 交您办理", "Case {ref} is yours",
        f"{_CASE}已分派给您，本环节至 {{due}} 止。",
        f"{_CASE_EN} was assigned to you; it is due on {{due}}.",
    ),
    "case_late": worded(
        "事项 {ref} 超期", "Case {ref} is late",
        f"{_CASE}超过办理期限，请督办。", f"{_CASE_EN} is past its term; please see to it.",
    ),
    "case_accepted": worded(
        "事项 {ref} 已受理", "Case {ref} was accepted",
        f"{_CASE}已受理，受理通知书可在事项页面下载。",
        f"{_CASE_EN} was accepted; the notice is on the page of the case.",
    ),
    "case_correction": worded(
        "事项 {ref} 需要补正", "Case {ref} has to be corrected",
        f"{_CASE}需要补正，请按一次性补正告知书在 {{due}} 前逐项答复，逾期终止办理。",
        f"{_CASE_EN} has to be corrected; answer each item by {{due}}, or the matter ends.",
    ),
    "case_answered": worded(
        "事项 {ref} 已补正", "Case {ref} was corrected",
        f"{_CASE}的补正答复已收到，请继续审查。",
        f"The corrections of {_CASE_EN} have come; please go on.",
    ),
    "case_reviewed": worded(
        "事项 {ref} 初审通过", "Case {ref} passed the first review",
        f"{_CASE}已通过初审。", f"{_CASE_EN} passed the first review.",
    ),
    "case_forwarded": worded(
        "事项 {ref} 已上报", "Case {ref} was forwarded",
        f"{_CASE}已报上级机关。", f"{_CASE_EN} went to the office above.",
    ),
    "case_refused": worded(
        "事项 {ref} 不予办理", "Case {ref} was turned down",
        f"{_CASE}不予办理，理由和救济途径见决定书。",
        f"{_CASE_EN} was turned down; reason and remedy stand in the decision.",
    ),
    "case_closed": worded(
        "事项 {ref} 已办结", "Case {ref} is closed",
        f"{_CASE}已办结。", f"{_CASE_EN} is closed.",
    ),
    "case_lapsed": worded(
        "事项 {ref} 逾期未补正，已终止", "Case {ref} has lapsed",
        f"{_CASE}在规定期限内没有补正，已终止办理，可以重新申请。",
        f"{_CASE_EN} was not corrected in time and has ended; you may apply again.",
    ),
    "case_withdrawn": worded(
        "事项 {ref} 已撤回", "Case {ref} was withdrawn",
        f"{_CASE}由申请人撤回。", f"{_CASE_EN} was withdrawn by the applicant.",
    ),
    "opinion_asked": worded(
        "事项 {ref} 征求权属意见", "Case {ref}: an opinion on the title",
        f"请就{_CASE}的林地权属提出意见。",
        f"Please say whether the title to land in {_CASE_EN} is as stated.",
    ),
    "body_assigned": worded(
        "新的委托", "A new assignment",
        f"{_CLAIM}已委托贵单位。", f"{_CLAIM_EN} was assigned to you.",
    ),
    "report_submitted": worded(
        "监测报告已提交", "A monitoring report was handed in",
        f"{_CLAIM}的监测报告已提交，申请 {{quantity}} 吨。",
        "The report of “{title}” was handed in: {quantity} t.",
    ),
    "report_verified": worded(
        "监测报告核查通过", "A monitoring report was verified",
        f"{_CLAIM}的监测报告已通过核查。", "The report of “{title}” was verified.",
    ),
    "report_returned": worded(
        "监测报告被退回", "A monitoring report was returned",
        f"{_CLAIM}的监测报告被核查机构退回，请修改后重新提交。",
        "The report of “{title}” was returned by the verifier; mend it and hand it in again.",
    ),
    "nonconformity_raised": worded(
        "核查不符合项", "A nonconformity",
        f"核查机构对{_CLAIM}提出了不符合项，请答复。",
        "The verifier raised a nonconformity on “{title}”; please answer it.",
    ),
    "notice_opened": worded(
        "公示 {ref} 开始", "Public notice {ref} has begun",
        f"{_CLAIM}自 {{first_day}} 至 {{last_day}} 公示。",
        f"{_CLAIM_EN} is under public notice from {{first_day}} to {{last_day}}.",
    ),
    "notice_closed": worded(
        "公示 {ref} 结束", "Public notice {ref} is over",
        f"{_CLAIM}公示结束，意见处理表已公布。",
        "The notice of “{title}” is over; the table of comments is published.",
    ),
    "comment_received": worded(
        "公示 {ref} 收到意见", "A comment on notice {ref}",
        f"{_CLAIM}的公示收到新的意见，请及时处理。",
        "There is a new comment on “{title}”; please deal with it.",
    ),
    "sender_received": worded(
        "意见 {ref} 已收到", "Comment {ref} was received",
        "您的意见已收到，编号 {number}。业主答复、核查机构审查后再告知您。",
        "Your comment was received as {number}. You are told when it is answered and judged.",
    ),
    "sender_answered": worded(
        "意见 {ref} 已答复", "Comment {ref} was answered",
        "项目业主已答复您的意见 {number}，可凭编号和查询码查看。",
        "The owner answered your comment {number}; number and code show the answer.",
    ),
    "sender_judged": worded(
        "意见 {ref} 已审查", "Comment {ref} was judged",
        "核查机构对您的意见 {number} 提出了审查意见；公示结束后，意见处理表一并公开。",
        "The verifying body judged your comment {number}; the table of comments is published when"
        " the notice is over.",
    ),
    "sender_complaint": worded(
        "举报 {ref} 已收到", "Complaint {ref} was received",
        "您的举报已收到，编号 {number}，由主管部门办理。",
        "Your complaint was received as {number}; an office deals with it.",
    ),
    "sender_taken": worded(
        "举报 {ref} 已受理", "Complaint {ref} was taken on",
        "您的举报 {number} 已受理，正在核查。",
        "Your complaint {number} was taken on and is being looked into.",
    ),
    "sender_done": worded(
        "举报 {ref} 有了结果", "Complaint {ref} was decided",
        "您的举报 {number} 已办结，结果可凭编号和查询码查看。",
        "Your complaint {number} was decided; number and code show the outcome.",
    ),
    "panel_drawn": worded(
        "请参加评审 {ref}", "You were drawn for panel {ref}",
        "您被抽取为评审专家，请先声明是否需要回避。",
        "You were drawn as an expert; first declare whether you have to stand back.",
    ),
    "panel_asked": worded(
        "评审 {ref} 提出问题", "A question of panel {ref}",
        f"评审专家就{_CLAIM}提出问题，请答复。",
        "An expert asks about “{title}”; please answer.",
    ),
    "panel_closed": worded(
        "评审 {ref} 已表决", "Panel {ref} has voted",
        f"{_CLAIM}的评审已结束表决，结果见评审意见表。",
        "The panel on “{title}” has voted; the minutes tell the result.",
    ),
    "report_signed": worded(
        "会签台有新的签名", "A signature at the signing desk",
        f"{_CLAIM}已有一个部门会签，请另一部门办理。",
        f"{_CLAIM_EN} was signed by one department; the other is awaited.",
    ),
    "ticket_issued": worded(
        "碳票 {ref} 已签发", "Ticket {ref} was issued",
        "项目“{project}”的碳票已签发，碳汇量 {quantity} 吨。",
        "The ticket of “{project}” was issued: {quantity} t.",
    ),
    "ticket_suspended": worded(
        "碳票 {ref} 已暂停", "Ticket {ref} is suspended",
        "碳票 {number} 已暂停，期间不能出售、质押、过户或注销。理由：{reason}",
        "Ticket {number} is suspended and cannot be sold, pledged, passed on or retired: {reason}",
    ),
    "ticket_lifted": worded(
        "碳票 {ref} 恢复流通", "Ticket {ref} circulates again",
        "碳票 {number} 的暂停已解除。", "The suspension of ticket {number} was lifted.",
    ),
    "ticket_revoked": worded(
        "碳票 {ref} 已撤销", "Ticket {ref} was revoked",
        "碳票 {number} 已撤销。理由：{reason}", "Ticket {number} was revoked: {reason}",
    ),
    "units_retired": worded(
        "碳票 {ref} 注销办结", "Units of ticket {ref} were retired",
        "碳票 {number} 注销 {moved} 吨，证书 {entry}。",
        "{moved} t of ticket {number} were retired, certificate {entry}.",
    ),
    "holding_transferred": worded(
        "碳票 {ref} 过户办结", "Units of ticket {ref} changed hands",
        "碳票 {number} 过户 {moved} 吨（{ground}）。",
        "{moved} t of ticket {number} changed hands ({ground}).",
    ),
    "holdings_transferred": worded(
        "碳票 {ref} 等 {count} 笔过户办结", "{count} transfers of {ref} and others are done",
        "碳票 {number} 等 {count} 笔过户，共 {quantity} 吨（{ground}）。",
        "{count} transfers, of ticket {number} and others: {quantity} t in all ({ground}).",
    ),
    "correction_proposed": worded(
        "碳票 {ref} 的更正待复核", "A correction of ticket {ref} waits",
        "碳票 {number} 的“{item}”提出更正，请另一人复核。",
        "A correction of “{item}” on ticket {number} waits for a second person.",
    ),
    "correction_accepted": worded(
        "碳票 {ref} 已更正", "Ticket {ref} was corrected",
        "碳票 {number} 的“{item}”已由“{was}”更正为“{becomes}”。",
        "“{item}” of ticket {number} was corrected from “{was}” to “{becomes}”.",
    ),
    "correction_rejected": worded(
        "碳票 {ref} 不予更正", "A correction of ticket {ref} was turned down",
        "碳票 {number} 的“{item}”不予更正。",
        "The correction of “{item}” on ticket {number} was turned down.",
    ),
    "pledge_registered": worded(
        "质押 {ref} 已登记", "Pledge {ref} was registered",
        "碳票 {ticket} 的 {quantity} 吨已质押冻结，至 {until}。",
        "{quantity} t of ticket {ticket} are pledged and held until {until}.",
    ),
    "pledge_released": worded(
        "质押 {ref} 已解除", "Pledge {ref} was released",
        "碳票 {ticket} 的 {quantity} 吨已解除冻结。",
        "{quantity} t of ticket {ticket} are free again.",
    ),
    "pledge_release_proposed": worded(
        "质押 {ref} 待确认解除", "Confirm the release of pledge {ref}",
        "{who}提出解除碳票 {ticket} 的 {quantity} 吨质押，请确认或者回复不同意；确认前继续冻结。",
        "{who} would release {quantity} t of {ticket}; please confirm or decline it.",
    ),
    "pledge_release_declined": worded(
        "质押 {ref} 不同意解除", "Pledge {ref} is not released",
        "对方不同意解除碳票 {ticket} 的 {quantity} 吨质押：{reason}。",
        "The other side declined to release {quantity} t of {ticket}: {reason}",
    ),
    "pledge_release_withdrawn": worded(
        "质押 {ref} 解除申请已撤回", "The proposed release of pledge {ref} was withdrawn",
        "{who}撤回了解除碳票 {ticket} 的 {quantity} 吨质押的申请，不用再答复。",
        "{who} no longer proposes to release {quantity} t of {ticket}; no answer is needed.",
    ),
    "pledge_defaulted": worded(
        "质押 {ref} 登记违约", "Pledge {ref} is in default",
        "质权人登记了违约：{reason}。碳票 {ticket} 的 {quantity} 吨继续冻结，待处置或解除。",
        "The pledgee noted a default: {reason}. {quantity} t of {ticket} stay held.",
    ),
    "pledge_foreclosed": worded(
        "质押 {ref} 已处置", "Pledge {ref} was foreclosed",
        "碳票 {ticket} 的 {quantity} 吨已凭{document}过户给受让方。",
        "{quantity} t of {ticket} went to the receiver on {document}.",
    ),
    "pledge_cancelled": worded(
        "质押 {ref} 已凭文书注销", "Pledge {ref} was cancelled on a paper",
        "碳票 {ticket} 的 {quantity} 吨已凭{document}解除冻结。理由：{cause}。",
        "{quantity} t of ticket {ticket} are free on {document}: {cause}.",
    ),
    "rights_check_asked": worded(
        "{ref} 申请权利核查", "{ref} asks for a rights check",
        "{bank}申请核查贵方持有的碳票 {ticket}，请答复是否同意；同意之前对方看不到。",
        "{bank} asks to see what stands on your units of {ticket}; it is yours to agree or not.",
    ),
    "rights_check_granted": worded(
        "{ref} 已同意权利核查", "{ref} was granted",
        "{holder}同意核查碳票 {ticket}，至 {until}，可以开具权利核查单。",
        "{holder} lets you look at {ticket} until {until}; the sheet can be made.",
    ),
    "rights_check_declined": worded(
        "{ref} 未同意权利核查", "{ref} was declined",
        "{holder}不同意核查碳票 {ticket}：{reason}。",
        "{holder} does not let you look at {ticket}: {reason}",
    ),
    "rights_check_withdrawn": worded(
        "{ref} 权利核查已撤回", "{ref} was withdrawn",
        "碳票 {ticket} 的权利核查已撤回，不能再开具核查单。",
        "The rights check of {ticket} was withdrawn; no sheet is made on it any more.",
    ),
    "rights_check_opened": worded(
        "权利核查单 {ref} 已出具", "Rights check sheet {ref} was made",
        "{bank}就贵方持有的碳票 {ticket} 出具了权利核查单，可以查看内容。",
        "{bank} had a sheet made on your units of {ticket}; you can read it.",
    ),
    "enrolment_submitted": worded(
        "开户申请 {ref}", "Application for an account {ref}",
        "收到开户申请 {number}，请审核。",
        "Application {number} for an account waits for its review.",
    ),
    "enrolment_accepted": worded(
        "开户 {ref} 已通过", "Account {ref} is open",
        "“{title}”的开户申请已通过。", "The account of “{title}” is open.",
    ),
    "enrolment_returned": worded(
        "开户 {ref} 需要补正", "Account {ref}: please correct",
        "“{title}”的开户申请被退回，请按说明补正。",
        "The application of “{title}” was returned; please correct it.",
    ),
    "enrolment_refused": worded(
        "开户 {ref} 未通过", "Account {ref} was turned down",
        "“{title}”的开户申请未通过，理由见“我的账号”。",
        "The application of “{title}” was turned down; see “My account”.",
    ),
    "enrolment_suspended": worded(
        "账户 {ref} 已暂停", "Account {ref} is suspended",
        "“{title}”的账户已暂停。", "The account of “{title}” is suspended.",
    ),
    "enrolment_resumed": worded(
        "账户 {ref} 已恢复", "Account {ref} is open again",
        "“{title}”的账户已恢复。", "The account of “{title}” is open again.",
    ),
    "enrolment_closed": worded(
        "账户 {ref} 已销户", "Account {ref} was closed",
        "“{title}”的账户已销户。", "The account of “{title}” was closed.",
    ),
    "role_proposed": worded(
        "岗位待确认", "A role waits to be confirmed",
        "有人被提名担任“{number}”的岗位，请确认。",
        "Somebody was proposed for a role at “{number}”; please decide.",
    ),
    "role_confirmed": worded(
        "您的岗位已确认", "Your role was confirmed",
        "您在“{number}”的岗位已确认。", "Your role at “{number}” was confirmed.",
    ),
    "role_rejected": worded(
        "您的岗位未获确认", "Your role was not confirmed",
        "您在“{number}”的岗位未获确认。", "Your role at “{number}” was not confirmed.",
    ),
    "password_renewed": worded(
        "密码已更换", "Your password was changed",
        "您的密码已更换。不是您本人操作的，请立即联系系统管理员。",
        "Your password was changed. If it was not you, tell the administrator at once.",
    ),
    "factors_reset": worded(
        "第二因素已重置", "Your second factors were reset",
        "管理员重置了您的第二因素。不是您本人要求的，请立即联系系统管理员。",
        "An administrator reset your second factors. If you did not ask for it, say so at once.",
    ),
}  # fmt: skip

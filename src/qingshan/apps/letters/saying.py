"""What each kind of letter says, from its content, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.apps.base.frame import say
from qingshan.apps.base.templatetags.amounts import day
from qingshan.apps.casework.kinds import remedy_text
from qingshan.core.kernel.label import Label

Content = Mapping[str, Any]
Said = dict[str, Any]

APPLICANT = Label("申请人", "the applicant")
BLANK = "—"
NAMES = {
    "project": Label("项目", "Project"),
    "title": Label("事项", "Matter"),
    "matter": Label("类别", "Kind"),
    "period": Label("监测期", "Period"),
    "place": Label("坐落", "Place"),
    "quantity": Label("碳汇量（吨二氧化碳当量）", "Quantity (t of CO2e)"),
    "buffer": Label("其中缓冲（吨）", "of which buffer (t)"),
    "check_code": Label("票面校验码", "Check code of the face"),
    "days": Label("公示期（工作日）", "Days of notice (working days)"),
    "first_day": Label("公示起日", "First day"),
    "last_day": Label("公示止日", "Last day"),
    "digest": Label("报告摘要", "Digest of the report"),
    "panel": Label("评审编号", "Panel"),
    "reason": Label("理由", "Reason"),
    "document": Label("依据文件", "Ground"),
    "item": Label("更正事项", "Item"),
    "was": Label("原内容", "Was"),
    "becomes": Label("更正为", "Becomes"),
    "ground": Label("过户事由", "Ground"),
    "source": Label("转出方", "From"),
    "target": Label("转入方", "To"),
    "moved": Label("数量（吨）", "Quantity (t)"),
    "entry": Label("登记编号", "Entry"),
    "pledgor": Label("出质人", "Pledgor"),
    "pledgee": Label("质权人", "Pledgee"),
    "ticket": Label("碳票", "Ticket"),
    "cause": Label("注销理由", "Ground"),
    "filing": Label("登记证明编号", "Filing"),
    "until": Label("期限", "Until"),
    "withdrawn": Label("已收回（吨）", "Withdrawn (t)"),
    "owed": Label("应补足（吨）", "To be made good (t)"),
    "opened": Label("提交日期", "Handed in"),
}
COURT_NAMES = {
    "case": Label("案号", "Case"),
    "ruling": Label("裁定书", "Ruling"),
    "assistance": Label("协助执行通知书", "Assistance notice"),
    "debtor": Label("被执行人", "Debtor"),
    "asked": Label("要求冻结（吨）", "To be frozen (t)"),
    "frozen": Label("已冻结（吨）", "Frozen (t)"),
    "waiting": Label("轮候（吨）", "Waiting (t)"),
    "freed": Label("解除冻结（吨）", "Set free (t)"),
    "receiver": Label("接收人", "Receiver"),
    "later": Label("依据文书", "Ground"),
}
DAYS = {"first_day", "last_day", "until", "opened"}


def said(kind: str, content: Content, dated: date) -> Said:
    """Addressee, paragraphs and facts of a letter."""
    opening, facts, closing = _SAYS[kind]
    number, names = content["number"], NAMES | COURT_NAMES
    after = [Label(text.zh, text.en) for text in closing]
    if kind in _DECISIONS:
        after.append(remedy_text(dated))
    return {
        "to": say(_to(content)),
        "before": [say(Label(opening.zh.format(number=number), opening.en.format(number=number)))],
        "items": [],
        "facts": [[say(names[name]), _value(name, content)] for name in facts if name in content],
        "after": [say(text) for text in after],
    }


def _to(content: Content) -> Label:
    name = say(Label(*content["to"])) if content["to"] else say(APPLICANT)
    return Label(f"{name}：", f"To {name}:")


def _value(name: str, content: Content) -> str:
    value = content[name]
    if isinstance(value, list):
        return say(Label(*value))
    if name in DAYS and value:
        return day(date.fromisoformat(value))
    return str(value) or BLANK


_CASE = ("title", "matter", "opened", "reason")
_TICKET = ("project", "period", "quantity")
_COURT = ("case", "ruling", "assistance", "debtor", "ticket")
_PLEDGE = ("ticket", "pledgor", "pledgee", "quantity", "filing", "until")

_SAYS: dict[str, tuple[Label, tuple[str, ...], tuple[Label, ...]]] = {
    "issue": (
        Label(
            "经会签，贵单位申请的林业碳票已签发并登记，票号 {number}。",
            "Signed by both departments, your ticket was issued and entered as {number}.",
        ),
        (*_TICKET, "buffer", "check_code"),
        (
            Label(
                "碳票的状态以登记簿为准，凭票号和校验码可随时核验。",
                "The register tells the state of the ticket; number and code check it at any time.",
            ),
        ),
    ),
    "not_issued": (
        Label(
            "项目“{number}”的监测报告未通过专家评审，不予签发碳票。",
            "The report of “{number}” was not recommended by the panel; no ticket is issued.",
        ),
        ("period", "quantity", "panel"),
        (
            Label(
                "评审意见见评审意见表；修改监测报告后可以重新申请核查和评审。",
                "The minutes tell the opinions. A mended report may be verified and reviewed anew.",
            ),
        ),
    ),
    "notice": (
        Label(
            "项目“{number}”的监测报告现予公示，任何单位和个人均可提出意见。",
            "The monitoring report of “{number}” is under public notice; anybody may comment.",
        ),
        ("place", "period", "quantity", "first_day", "last_day", "days", "digest"),
        (
            Label(
                "意见可在公示页面提出，指明所指的数字、页码或地点；逐条答复后公布意见处理表。",
                "Comments are made on the page of the notice and may point at a figure, a page or a"
                " place; each is answered and the table of comments is published.",
            ),
        ),
    ),
    "suspension": (
        Label(
            "碳票 {number} 自即日起暂停（冻结）。",
            "Ticket {number} is suspended from today.",
        ),
        (*_TICKET, "reason", "document"),
        (
            Label(
                "暂停期间，该碳票全部数量不得出售、质押、过户或注销；已有的挂牌、质押可以解除。",
                "Meanwhile nothing of it is sold, pledged, passed on or retired; offers and pledges"
                " that stand may be ended.",
            ),
        ),
    ),
    "lifting": (
        Label(
            "碳票 {number} 的暂停（冻结）自即日起解除。",
            "The suspension of ticket {number} is lifted from today.",
        ),
        (*_TICKET, "reason", "document"),
        (Label("该碳票恢复流通。", "The ticket circulates again."),),
    ),
    "revocation": (
        Label("经审查，决定撤销碳票 {number}。", "It is decided to revoke ticket {number}."),
        (*_TICKET, "reason", "document", "withdrawn", "owed"),
        (
            Label(
                "善意取得的数量和已注销的数量不受影响，由原权利人以其他碳票补足。",
                "What was bought in good faith or retired stays; the right holder makes it good"
                " with units of other tickets.",
            ),
        ),
    ),
    "correction": (
        Label(
            "碳票 {number} 的下列登记内容已更正，并印制新版票面。",
            "The entry below of ticket {number} was corrected and a new face was printed.",
        ),
        ("item", "was", "becomes", "reason", "document"),
        (),
    ),
    "not_corrected": (
        Label(
            "碳票 {number} 的下列更正经复核不予办理。",
            "The correction below of ticket {number} was turned down.",
        ),
        ("item", "was", "becomes", "reason", "document"),
        (),
    ),
    "transfer": (
        Label(
            "碳票 {number} 的下列数量已办理过户登记。",
            "The units below of ticket {number} were entered in another name.",
        ),
        ("source", "target", "moved", "ground", "document", "entry"),
        (),
    ),
    "pledge": (
        Label(
            "质押 {number} 已登记，下列数量自即日起冻结。",
            "Pledge {number} is registered; the units below are held from today.",
        ),
        _PLEDGE,
        (
            Label(
                "冻结期间，未经质权人同意不得出售、过户或注销。",
                "While held they are not sold, passed on or retired without the pledgee.",
            ),
        ),
    ),
    "release": (
        Label(
            "质押 {number} 已解除，下列数量自即日起解除冻结。",
            "Pledge {number} is released; the units below are free from today.",
        ),
        _PLEDGE,
        (),
    ),
    "cancellation": (
        Label(
            "质押 {number} 已凭下列文书注销，所质押的数量自即日起解除冻结。",
            "Pledge {number} is cancelled on the paper below; the units are free from today.",
        ),
        (*_PLEDGE, "cause", "document"),
        (),
    ),
    "court_freeze": (
        Label(
            "贵院要求协助执行的冻结 {number} 已登记，结果如下。",
            "The freeze {number} that the court asked for was entered with the result below.",
        ),
        (*_COURT, "asked", "frozen", "waiting", "until"),
        (
            Label(
                "轮候的数量待在先的质押、挂牌或冻结解除后依次生效，届时另行通知；期限自首次冻结之日"
                "起算，期满前未续行的自行失效。",
                "What waits takes effect in turn once what stands before it ends, and is told then;"
                " the term runs from the first unit frozen, and the freeze lapses unless extended.",
            ),
        ),
    ),
    "court_extension": (
        Label("冻结 {number} 已续行。", "The freeze {number} was extended."),
        (*_COURT, "frozen", "waiting", "until", "later"),
        (),
    ),
    "court_lifting": (
        Label("冻结 {number} 已解除。", "The freeze {number} was lifted."),
        (*_COURT, "freed", "later"),
        (),
    ),
    "court_transfer": (
        Label(
            "冻结 {number} 的下列数量已划转，冻结随之终止。",
            "The units below were transferred from freeze {number}, which ends with it.",
        ),
        (*_COURT, "moved", "receiver", "later"),
        (),
    ),
    "lapse": (
        Label(
            "事项 {number} 在规定期限内没有补正，现终止办理。",
            "Case {number} was not corrected in time and ends.",
        ),
        _CASE[:3],
        (Label("材料齐全后可以重新申请。", "You may apply again with complete papers."),),
    ),
    "withdrawal": (
        Label(
            "已收到撤回事项 {number} 的申请，现予确认，不再办理。",
            "Case {number} was withdrawn as you asked and is not handled further.",
        ),
        _CASE,
        (),
    ),
    "completion": (
        Label("事项 {number} 已办结。", "Case {number} is closed."),
        _CASE[:3],
        (Label("办理结果见事项页面。", "The page of the case tells the outcome."),),
    ),
    "account": (
        Label("开户申请 {number} 已通过审核。", "Application {number} for an account is accepted."),
        ("title",),
        (
            Label(
                "自即日起可以以该主体名义持有和办理碳票。",
                "From today units may be held and dealt with in this name.",
            ),
        ),
    ),
    "no_account": (
        Label(
            "开户申请 {number} 经审核不予开户。",
            "Application {number} for an account was turned down.",
        ),
        ("title",),
        (
            Label(
                "理由可在“我的账号”中查看；情况变化后可以重新申请。",
                "The reason stands in “My account”; you may apply again when things have changed.",
            ),
        ),
    ),
}
_DECISIONS = {"not_issued", "suspension", "revocation", "not_corrected", "lapse", "no_account"}
"""Letters against which somebody may seek a remedy; they say which."""

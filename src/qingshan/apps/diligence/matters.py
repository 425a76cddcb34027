"""What is open around a ticket: notices, complaints, halts; and what nobody here knows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from qingshan.apps.casework.machine import OPEN
from qingshan.apps.casework.models import Case
from qingshan.apps.diligence.lines import NONE, Line, Subject, amount, joined, plain, row_of
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.models import Objection
from qingshan.apps.notices.models import Complaint, Notice
from qingshan.apps.notices.panes import SUBJECT as COMPLAINT
from qingshan.apps.notices.reads import comments_of, unsettled
from qingshan.apps.projects.stages import SUBJECT as PERIOD
from qingshan.apps.registry.reads import open_duties
from qingshan.core.kernel.label import Label

NOTICES = Label("登记簿·公示", "register, notice")
CASES = Label("办件", "cases")
TRADING = Label("交易系统", "exchange")


def matters(subject: Subject) -> Iterator[Line]:
    """Counts and states; who complained of what is not told."""
    yield _notice(subject)
    yield _complaints(subject)
    open_here = Case.objects.filter(
        subject_kind=PERIOD, subject_key=str(subject.ticket.monitoring_id), state__in=OPEN
    ).count()
    says = Label(f"{open_here} 件未办结", f"{open_here} open")
    name = Label("本监测期的办件", "Cases of the period")
    yield Line(name, says if open_here else NONE, CASES, subject.when)
    proposed = subject.ticket.corrections.filter(state="proposed").count()
    says = Label(f"{proposed} 项待复核", f"{proposed} proposed")
    yield Line(
        Label("票面更正", "Corrections"),
        says if proposed else NONE,
        Label("登记簿·更正", "register, correction"),
        subject.when,
    )
    yield from _duties(subject)
    yield from _trading(subject)


def _notice(subject: Subject) -> Line:
    found = Notice.objects.filter(report=subject.ticket.report_id).first()
    name = Label("公示", "Public notice")
    if found is None:
        return Line(name, None, NOTICES, subject.when)
    said, left = comments_of(found).count(), unsettled(found).count()
    says = joined(
        Label(f"{found.first_day} 至 {found.last_day}", f"{found.first_day} – {found.last_day}"),
        found.state_label,
        Label(f"意见 {said} 条、未处理 {left} 条", f"{said} comments, {left} not settled"),
    )
    return Line(name, says, row_of(NOTICES, found.number), found.closed or found.opened)


def _complaints(subject: Subject) -> Line:
    """Complaints that name the ticket or its notice."""
    named = Q(about__icontains=subject.ticket.number)
    notice = Notice.objects.filter(report=subject.ticket.report_id).first()
    if notice is not None:
        named |= Q(about__icontains=notice.number)
    numbers = list(Complaint.objects.filter(named).values_list("number", flat=True))
    still = Case.objects.filter(
        subject_kind=COMPLAINT, subject_key__in=numbers, state__in=OPEN
    ).count()
    says = Label(
        f"{len(numbers)} 件、未办结 {still} 件", f"{len(numbers)}, of which {still} are open"
    )
    return Line(
        Label("举报", "Complaints"),
        says if numbers else NONE,
        Label("举报登记（写明本票或其公示编号的）", "complaints that name ticket or notice"),
        subject.when,
    )


def _duties(subject: Subject) -> Iterator[Line]:
    """Units that the holder owes for a revoked ticket."""
    name = Label("补足义务", "Owed for a revoked ticket")
    source = Label("登记簿·补足义务", "register, duty")
    duties = open_duties([subject.holder.pk])
    for one in duties:
        says = joined(amount(one.quantity), Label(f"期限 {one.due}", f"due {one.due}"))
        yield Line(name, says, row_of(source, one.ticket.number), one.when)
    if not duties:
        yield Line(name, NONE, source, subject.when)


def _trading(subject: Subject) -> Iterator[Line]:
    """Halts that touch market, ticket or holder, and objections to the holder's deals."""
    asset, holder = subject.ticket.asset, subject.holder
    touching = Q(scope="market") | Q(asset=asset) | Q(party=holder)
    halts = list(Halt.objects.filter(touching, state="standing").order_by("pk"))
    name = Label("暂停交易", "Trading halts")
    for one in halts:
        yield Line(name, plain(one.reason), row_of(TRADING, one.number), one.since)
    if not halts:
        yield Line(name, NONE, TRADING, subject.when)
    sides = Q(trade__seller=holder) | Q(trade__buyer=holder)
    found = Objection.objects.filter(sides, trade__asset=asset, is_upheld=None)
    disputed = list(found.select_related("trade").order_by("pk"))
    name = Label("未答复的成交异议", "Objections not answered")
    for row in disputed:
        says = amount(row.trade.quantity)
        yield Line(name, says, row_of(TRADING, row.trade.number), row.raised)
    if not disputed:
        yield Line(name, NONE, TRADING, subject.when)


def outside(subject: Subject) -> Iterator[Line]:
    """What only others know, and who: the bank asks there."""
    for name, where in (
        (
            Label("动产融资统一登记公示系统的其他登记", "Other filings of movables finance"),
            Label("请在中登网查询", "ask the national register"),
        ),
        (
            Label("林地、林木的抵押和查封", "Mortgages and seizures of land and trees"),
            Label("请向不动产登记机构查询", "ask the land registry"),
        ),
        (
            Label("持有人的其他执行案件", "Other enforcement against the holder"),
            Label("请在中国执行信息公开网查询", "ask the courts’ public site"),
        ),
        (
            Label("林木保险", "Insurance of the forest"),
            Label("请向持有人索取保单", "ask the holder for the policy"),
        ),
    ):
        yield Line(name, None, where, subject.when)

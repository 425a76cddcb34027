"""What a ticket says of itself, what became of its units, and which terms run."""

from __future__ import annotations

from collections.abc import Iterator

from qingshan.apps.diligence.lines import (
    LEDGER,
    NONE,
    REGISTER,
    Line,
    Subject,
    amount,
    joined,
    plain,
    row_of,
)
from qingshan.apps.land.tenure import certificate, cover
from qingshan.apps.pledges.reads import monitoring_due
from qingshan.apps.projects.models import PARTS
from qingshan.apps.projects.reads import assigned_body
from qingshan.apps.registry.faces import area_text, period_text
from qingshan.apps.registry.machine import TICKET_STATE
from qingshan.apps.registry.models import OFFICE_NAMES
from qingshan.apps.registry.printing import place_of, species_of
from qingshan.apps.registry.prints import editions
from qingshan.apps.registry.reads import signatures_of, standing
from qingshan.apps.registry.serials import remaining, span_text
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.codes import code_label

TICKET = Label("登记簿·碳票", "register, ticket")
SURVEY = Label("登记簿·计量报告", "register, report")


def face(subject: Subject) -> Iterator[Line]:
    """The ticket as issued."""
    ticket, claim = subject.ticket, subject.ticket.monitoring
    source = row_of(TICKET, ticket.number)
    newest = editions(ticket)[0]

    def told(name: Label, says: Label) -> Line:
        return Line(name, says, source, ticket.issued)

    yield told(Label("票号", "Number"), plain(ticket.number))
    yield told(Label("签发数量", "Issued"), amount(ticket.quantity))
    first = ticket.party.label if ticket.party == subject.holder else ticket.party.public_label
    yield told(Label("首次登记的权利人", "First holder"), first)
    yield told(Label("序列号起止", "Serial numbers"), plain(span_text(ticket.block)))
    yield told(Label("林地坐落", "Place"), plain(place_of(claim)))
    yield told(Label("面积", "Area"), plain(area_text(ticket.area_m2)))
    yield told(Label("优势树种", "Species"), species_of(claim))
    period, method = claim.period, find_method(claim.method).spec.label
    span = Label(period_text(period), f"{period.start} – {period.last}")
    yield told(Label("监测期", "Monitored period"), span)
    yield told(Label("方法学", "Method"), method)
    for part in ("measuring", "verifying"):
        body = assigned_body(claim, part)
        says = body.label if body is not None else None
        yield Line(PARTS[part], says, row_of(SURVEY, ticket.report_id), ticket.issued)
    for one in signatures_of(ticket.report_id):
        office = OFFICE_NAMES[one.office]
        name = Label(f"会签（{office.zh}）", f"Signed ({office.en})")
        yield Line(name, one.party.label, Label("登记簿·会签", "register, signature"), one.when)
    print_said = Label(f"第 {newest.serial} 版", f"print {newest.serial}")
    yield Line(Label("现行票面", "Print that counts"), print_said, source, newest.when)


def figures(subject: Subject) -> Iterator[Line]:
    """State and live figures of the whole ticket, and the numbers that left circulation."""
    ticket, live = subject.ticket, standing(subject.ticket)
    change = ticket.states.order_by("-pk").first()
    name = Label("登记状态", "State")
    if change is None:
        says = TICKET_STATE.label(TICKET_STATE.start)
        yield Line(name, says, row_of(TICKET, ticket.number), ticket.issued)
    else:
        says = joined(
            TICKET_STATE.label(change.state), plain(change.reason), plain(change.document)
        )
        yield Line(name, says, Label("登记簿·状态变更", "register, change of state"), change.when)
    for word, quantity in (
        (Label("流通且未占用", "Free, all holders"), live.available),
        (Label("被占用", "Held, all holders"), live.held),
        (Label("缓冲池", "In the buffer"), live.buffer),
        (Label("已注销", "Retired"), live.retired),
        (Label("已撤销或收回", "Revoked or withdrawn"), live.revoked),
    ):
        yield Line(word, amount(quantity), row_of(LEDGER, ticket.asset), subject.when)
    left = remaining(ticket)
    numbers = plain(span_text(left)) if left.upper > left.lower else NONE
    yield Line(
        Label("流通中的序列号", "Numbers in circulation"),
        numbers,
        row_of(REGISTER, ticket.number),
        subject.when,
    )
    for cut in ticket.cuts.order_by("-span")[:5]:
        says = joined(code_label(cut.code), plain(span_text(cut.span)))
        yield Line(Label("已离开流通", "Left circulation"), says, row_of(LEDGER, cut.chain),
                   subject.when)  # fmt: skip


def terms(subject: Subject) -> Iterator[Line]:
    """Until when it was monitored, when that is due again, and how long the forest right lasts."""
    claim = subject.ticket.monitoring
    last = claim.period.last
    source = row_of(Label("登记簿·监测期", "register, period"), claim.pk)
    yield Line(Label("监测期末", "Monitored until"), plain(last), source, subject.ticket.issued)
    due = monitoring_due(last, subject.today)
    late = Label("，已过", ", which is past") if due < subject.today else Label("", "")
    yield Line(
        Label("应再次监测", "To be monitored again by"),
        Label(f"{due}{late.zh}", f"{due}{late.en}"),
        Label("参数表 pledges.rule", "table pledges.rule"),
        subject.when,
    )
    number = claim.project.tenure_number
    found = certificate(number) if number else None
    name = Label("林权证件及期限", "Forest right and its term")
    if found is None:
        yield Line(name, None, Label("登记簿·权属证件", "register, title"), subject.when)
    else:
        says = cover(found, claim.period).says
        source = row_of(Label("登记簿·权属证件", "register, title"), found.number)
        yield Line(name, says, source, found.issued_on or subject.when)

"""What a buyer's board wants to see of a ticket, as one download (尽调包): all of it is public."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from qingshan.apps.base.archive import note_of, zipped
from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import TIMES, csv_file
from qingshan.apps.base.frame import language, say
from qingshan.apps.exchange.reads import trades_of
from qingshan.apps.land.tiles import public_m
from qingshan.apps.portal.market_sheets import DEALS, MOVEMENTS, deal_cells, movement_cells
from qingshan.apps.projects.papers import Telling, package_of, report_of
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.prints import face_now
from qingshan.apps.registry.proving import ticket_proof
from qingshan.apps.registry.reads import Standing, standing
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text


class _File(NamedTuple):
    """A file of the pack: what it is called, of which kind it is, and what it is good for."""

    name: Label
    kind: str
    what: Label

    def __str__(self) -> str:
        return f"{say(self.name)}.{self.kind}"


_FACE = _File(
    Label("1-票面", "1-ticket"),
    "pdf",
    Label(
        "碳票票面，附电子签名；用 qingshan verify 核对",
        "the ticket, signed electronically; for qingshan verify",
    ),
)
_FACE_FOR_SHOW = Label(
    "碳票票面，演示签名，不具法律效力；用 qingshan verify 核对",
    "the ticket, with a signature for show, of no legal force; for qingshan verify",
)
_REPORT = _File(
    Label("2-监测报告", "2-monitoring-report"),
    "pdf",
    Label("计量结果及其来历", "what was measured, and how"),
)
_PACKAGE = _File(
    Label("3-复算包", "3-package"),
    "zip",
    Label(
        "用 qingshan measure recompute 离线复算，逐个小班一致",
        "qingshan measure recompute gives the same figures offline, to the last unit",
    ),
)
_PROOF = _File(
    Label("4-离线证明", "4-proof"),
    "json",
    Label(
        "公开日志对签发和注销的证明，不联网也能核对",
        "what the public log proves of issue and retirements, without a network",
    ),
)
_MOVEMENTS = _File(
    Label("5-变动记录", "5-movements"),
    "csv",
    Label("签发以来的每一次变动", "every movement since the issue"),
)
_DEALS = _File(
    Label("6-成交记录", "6-deals"),
    "csv",
    Label("已交割的每一笔成交和价格", "every deal that was delivered, with its price"),
)
_NOTE = Label("0-说明.txt", "0-read-me.txt")
_TITLE = Label("碳票 {number} 尽调包", "Due diligence pack of ticket {number}")
_STANDING = ("issued", "available", "held", "retired", "revoked")
_STOOD = Label(
    "{moment} 的登记状态（吨）：签发 {issued}，可用 {available}，冻结 {held}，已注销 {retired}，"
    "已撤销 {revoked}。此后的变化以登记簿为准。",
    "Standing at {moment} in tonnes: issued {issued}, available {available}, held {held},"
    " retired {retired}, revoked {revoked}. What happened since stands in the register.",
)


def due_diligence_pack(ticket: Ticket) -> bytes:
    """A zip of face, report, recomputation package, proof, movements and deals.

    In the language of the page; the note tells the standing at the moment and the digest of each
    file.
    """
    figures = standing(ticket)
    files = {
        _FACE: face_now(ticket, figures.state),
        _REPORT: public_report(ticket),
        _PACKAGE: package_of(ticket.report.run_id),
        _PROOF: ticket_proof(ticket),
        _MOVEMENTS: csv_file(MOVEMENTS, movement_cells(ticket)),
        _DEALS: csv_file(DEALS, deal_cells(trades_of(ticket.asset))),
    }
    named = {str(file): data for file, data in files.items()}
    what = {str(file): say(file.what) for file in files}
    if settings.DEMO:
        what[str(_FACE)] = say(_FACE_FOR_SHOW)
    return zipped({say(_NOTE): note_of(_head(ticket, figures), named, what), **named})


def public_report(ticket: Ticket) -> bytes:
    """The monitoring report as PDF, as strangers may see it, in the language of the page."""
    telling = Telling(
        language(),
        timezone.localtime(ticket.report.submitted).date(),
        number=ticket.number,
        tolerance_m=public_m("ticket", "tolerance_m", now().date()),
    )
    return report_of(ticket.report.run, telling).pdf()


def _head(ticket: Ticket, figures: Standing) -> list[str]:
    """Which ticket it is, where it stands, and how it stood at the moment."""
    told = {name: tonnes_text(getattr(figures, name)) for name in _STANDING}
    return [
        say(_TITLE).format(number=ticket.number),
        f"{settings.SITE_URL}{reverse('ticket', args=[ticket.number])}",
        say(_STOOD).format(moment=f"{timezone.localtime(now()):%Y-%m-%d %H:%M}", **told),
        say(TIMES),
    ]

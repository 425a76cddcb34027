"""What happened to a ticket since its issue, as strangers may read it: persons are masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingshan.apps.registry.life_rows import LifeRows, rows_of
from qingshan.apps.registry.models import (
    Correction,
    Cut,
    FacePrint,
    HoldingTransfer,
    Ticket,
    TicketState,
)
from qingshan.apps.registry.reads import owed
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

REVOKED = "revoked"
_ACTS = {
    "valid": Label("解除暂停", "suspension lifted"),
    "suspended": Label("暂停", "suspended"),
    REVOKED: Label("撤销", "revoked"),
}


@dataclass(frozen=True)
class Happening:
    """One entry of the register about a ticket: when, what, and on which paper it rests."""

    when: datetime
    what: Label
    note: Label
    document: str = ""


def happenings(ticket: Ticket, rows: LifeRows | None = None) -> list[Happening]:
    """Everything but movements and retirements, newest first; ``rows`` where they are at hand."""
    rows = rows_of(ticket) if rows is None else rows
    found = [
        *_states(ticket, rows.states),
        *_prints(rows.prints),
        *_corrections(rows.corrections),
        *_transfers(rows.transfers),
        *_amends(rows.cuts),
    ]
    return sorted(found, key=lambda happening: happening.when, reverse=True)


def _states(ticket: Ticket, states: list[TicketState]) -> list[Happening]:
    told = []
    for row in states:
        note = Label(row.reason, row.reason)
        if row.state == REVOKED and (duty := getattr(ticket, "duty", None)) is not None:
            much, left = tonnes_text(duty.quantity), owed(duty)
            still = Label("已全部补足", "all of it is made good")
            if left:
                still = Label(
                    f"尚欠 {tonnes_text(left)} 吨", f"{tonnes_text(left)} t are still owed"
                )
            note = Label(
                f"{row.reason}；原权利人须于 {duty.due} 前补足 {much} 吨，{still.zh}",
                f"{row.reason}; the first holder owes {much} t by {duty.due}, {still.en}",
            )
        told.append(Happening(row.when, _ACTS[row.state], note, row.document))
    return told


def _prints(prints: list[FacePrint]) -> list[Happening]:
    return [
        Happening(
            row.when,
            row.kind_label,
            Label(
                f"第 {row.serial} 版票面，前版作废", f"print {row.serial}; those before it are void"
            ),
            row.document,
        )
        for row in prints
    ]


def _corrections(corrections: list[Correction]) -> list[Happening]:
    return [
        Happening(
            row.decided,
            row.item_label,
            Label(
                f"由“{row.was}”更正为“{row.becomes}”", f"“{row.was}” corrected to “{row.becomes}”"
            ),
            row.document,
        )
        for row in corrections
        if row.decided
    ]


def _transfers(transfers: list[HoldingTransfer]) -> list[Happening]:
    told = []
    for row in transfers:
        source, target = row.source.public_name, row.target.public_name
        much = tonnes_text(row.quantity)
        note = Label(f"{source} → {target}，{much} 吨", f"{source} → {target}, {much} t")
        ground = Label(f"非交易过户（{row.ground_label.zh}）", f"transfer by {row.ground_label.en}")
        told.append(Happening(row.when, ground, note, row.number))
    return told


def _amends(cuts: list[Cut]) -> list[Happening]:
    """Units of this ticket that were surrendered for a revoked one."""
    told = []
    for piece in cuts:
        if not hasattr(piece, "amends"):
            continue
        other, much = piece.amends.duty.ticket.number, tonnes_text(piece.amends.quantity)
        note = Label(f"{much} 吨用于补足 {other}", f"{much} t made good for {other}")
        told.append(Happening(piece.amends.when, Label("补足", "made good"), note))
    return told

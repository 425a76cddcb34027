"""What happened to a ticket since its issue, as strangers may read it: persons are masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingshan.apps.parties.reads import public_name
from qingshan.apps.registry.models import Ticket
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


def happenings(ticket: Ticket) -> list[Happening]:
    """Everything but movements and retirements, newest first."""
    found = [
        *_states(ticket),
        *_prints(ticket),
        *_corrections(ticket),
        *_transfers(ticket),
        *_amends(ticket),
    ]
    return sorted(found, key=lambda happening: happening.when, reverse=True)


def _states(ticket: Ticket) -> list[Happening]:
    told = []
    for row in ticket.states.order_by("pk"):
        note = Label(row.reason, row.reason)
        if row.state == REVOKED and (duty := getattr(ticket, "duty", None)) is not None:
            much, left = tonnes_text(duty.quantity), tonnes_text(owed(duty))
            note = Label(
                f"{row.reason}；原权利人须于 {duty.due} 前补足 {much} 吨，尚欠 {left} 吨",
                f"{row.reason}; the first holder owes {much} t by {duty.due}, {left} t still",
            )
        told.append(Happening(row.when, _ACTS[row.state], note, row.document))
    return told


def _prints(ticket: Ticket) -> list[Happening]:
    return [
        Happening(
            row.when,
            row.kind_label,
            Label(
                f"第 {row.serial} 版票面，前版作废", f"print {row.serial}; those before it are void"
            ),
            row.document,
        )
        for row in ticket.prints.order_by("serial")
    ]


def _corrections(ticket: Ticket) -> list[Happening]:
    return [
        Happening(
            row.decided,
            row.item_label,
            Label(
                f"由“{row.was}”更正为“{row.becomes}”", f"“{row.was}” corrected to “{row.becomes}”"
            ),
            row.document,
        )
        for row in ticket.corrections.filter(state="accepted").order_by("pk")
        if row.decided
    ]


def _transfers(ticket: Ticket) -> list[Happening]:
    told = []
    for row in ticket.transfers.select_related("source", "target").order_by("pk"):
        source, target = public_name(row.source), public_name(row.target)
        much = tonnes_text(row.quantity)
        note = Label(f"{source} → {target}，{much} 吨", f"{source} → {target}, {much} t")
        ground = Label(f"非交易过户（{row.ground_label.zh}）", f"transfer by {row.ground_label.en}")
        told.append(Happening(row.when, ground, note, row.number))
    return told


def _amends(ticket: Ticket) -> list[Happening]:
    """Units of this ticket that were surrendered for a revoked one."""
    told = []
    for piece in ticket.cuts.filter(amends__isnull=False).select_related("amends__duty__ticket"):
        other, much = piece.amends.duty.ticket.number, tonnes_text(piece.amends.quantity)
        note = Label(f"{much} 吨用于补足 {other}", f"{much} t made good for {other}")
        told.append(Happening(piece.amends.when, Label("补足", "made good"), note))
    return told

"""Kinds of letters: what each is called, how it is numbered, from which event, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Kind:
    """One kind of letter; ``when`` names a fact of the matter that it asks for."""

    name: str
    label: Label
    series: str
    event: str
    to: str
    when: tuple[str, str] = ("", "")


_ALL = (
    Kind("issue", Label("签发通知书", "Notice of issue"), "QF", "ticket.issued", "owner"),
    Kind(
        "not_issued",
        Label("不予签发通知书", "Notice that no ticket is issued"),
        "BF",
        "panel.closed",
        "owner",
        ("result", "declined"),
    ),
    Kind("notice", Label("公示表", "Form of the public notice"), "GB", "notice.opened", "owner"),
    Kind(
        "suspension",
        Label("暂停（冻结）通知书", "Notice of suspension"),
        "ZT",
        "ticket.suspended",
        "owner",
    ),
    Kind(
        "lifting",
        Label("解除暂停（冻结）通知书", "Notice that a suspension is lifted"),
        "JT",
        "ticket.suspension_lifted",
        "owner",
    ),
    Kind("revocation", Label("撤销决定书", "Decision to revoke"), "CX", "ticket.revoked", "owner"),
    Kind(
        "correction",
        Label("更正登记通知书", "Notice of correction"),
        "GX",
        "correction.accepted",
        "owner",
    ),
    Kind(
        "not_corrected",
        Label("不予更正通知书", "Notice that nothing is corrected"),
        "BX",
        "correction.rejected",
        "owner",
    ),
    Kind(
        "transfer",
        Label("过户登记通知书", "Notice of transfer"),
        "GD",
        "holding.transferred",
        "from",
    ),
    Kind(
        "pledge",
        Label("质押冻结通知书", "Notice of pledge"),
        "DJ",
        "pledge.registered",
        "pledgor",
    ),
    Kind(
        "release",
        Label("解除质押冻结通知书", "Notice of release"),
        "JD",
        "pledge.released",
        "pledgor",
    ),
    Kind(
        "cancellation",
        Label("注销质押登记通知书", "Notice that a pledge is cancelled"),
        "ZJ",
        "pledge.cancelled",
        "pledgor",
    ),
    Kind(
        "court_freeze",
        Label("协助执行回执（冻结）", "Receipt to the court: frozen"),
        "XZ",
        "hold.entered",
        "authority",
    ),
    Kind(
        "court_extension",
        Label("协助执行回执（续行冻结）", "Receipt to the court: extended"),
        "XD",
        "hold.extended",
        "authority",
    ),
    Kind(
        "court_lifting",
        Label("协助执行回执（解除冻结）", "Receipt to the court: lifted"),
        "XC",
        "hold.released",
        "authority",
    ),
    Kind(
        "court_transfer",
        Label("协助执行回执（划转）", "Receipt to the court: transferred"),
        "XH",
        "hold.executed",
        "authority",
    ),
    Kind("lapse", Label("终止办理通知书", "Notice of lapse"), "ZZ", "case.lapsed", "owner"),
    Kind(
        "withdrawal",
        Label("撤回申请确认书", "Confirmation of withdrawal"),
        "CD",
        "case.withdrawn",
        "owner",
    ),
    Kind("completion", Label("办结通知书", "Notice of completion"), "BJ", "case.closed", "owner"),
    Kind(
        "account",
        Label("开户通知书", "Notice of an opened account"),
        "KT",
        "enrolment.accepted",
        "person",
    ),
    Kind(
        "no_account",
        Label("不予开户通知书", "Notice that no account is opened"),
        "BK",
        "enrolment.refused",
        "person",
    ),
)
KINDS = {kind.name: kind for kind in _ALL}
"""Acceptance, correction, refusal, field check and hand-over are written by the room of cases."""


def kinds_of(event: str) -> list[Kind]:
    """The letters that follow from an event."""
    return [kind for kind in _ALL if kind.event == event]

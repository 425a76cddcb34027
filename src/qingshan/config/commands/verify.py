"""``qingshan verify``: check a paper offline, with the published keys alone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    EXIT_USAGE,
    err,
    existing,
    published_key,
    say_refusal,
)
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.proof.bundle import Shown, TicketProof, check_bundle
from qingshan.core.proof.envelope import Sealed, open_pdf
from qingshan.core.proof.refusals import BUNDLE_FOREIGN
from qingshan.core.proof.signer import Keys, load, published

STATES = {
    "ticket.suspended": "暂停",
    "ticket.suspension_lifted": "解除暂停",
    "ticket.revoked": "撤销",
}
"""Acts of the register as a bundle names them."""


def verify(
    file: Annotated[Path, typer.Argument(help="a ticket or certificate as PDF")],
    key: Annotated[
        Path | None,
        typer.Option(
            "--public-key", "--key", help="the register's published key; the data folder's own"
        ),
    ] = None,
    proof: Annotated[
        Path | None, typer.Option(help="proof bundle of the ticket, as its page offers it")
    ] = None,
    log_key: Annotated[
        Path | None, typer.Option(help="the log's published key; the data folder's own")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,  # noqa: FBT002
) -> None:
    """Check seal and digests of a PDF, and its life by a bundle: no server, no database.

    Exit code 0 when all holds, 1 when something does not, 2 for a missing file or key.
    """
    existing(file)
    keys = _keys(key, "register", "--public-key")
    log_keys = _keys(log_key, "log", "--log-key") if proof else {}
    life = None
    try:
        sealed = open_pdf(file.read_bytes(), keys)
        if proof is not None:
            life = _life(existing(proof).read_bytes(), log_keys, sealed.statement)
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        if as_json:
            told = {"genuine": False, "refusals": [r.as_dict() for r in refused.refusals]}
            sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        sys.exit(EXIT_REFUSED)
    if as_json:
        told = _sealed_told(sealed) | ({"life": _life_told(life)} if life else {})
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    _say(sealed, life)


def _life(data: bytes, keys: Keys, statement: Mapping[str, Any]) -> TicketProof:
    """The bundle's word on the paper: the same ticket, the same quantity, the same retirement."""
    number = str(statement.get("ticket_number", statement["number"]))
    life = check_bundle(data, keys, number)
    kind, amount = statement["kind"], statement["amount"]
    if kind == "ticket" and life.issue.amount != amount:
        raise Refused.because(BUNDLE_FOREIGN, number, other=_amount(life.issue))
    if kind == "retirement":
        entered = {shown.key: shown for shown in life.gone}.get(f"retire:{statement['number']}")
        if entered is None or entered.amount != amount:
            other = _amount(entered) if entered else number
            raise Refused.because(BUNDLE_FOREIGN, str(statement["number"]), other=other)
    return life


def _amount(shown: Shown) -> str:
    return f"{tonnes_text(shown.amount)} t"


def _sealed_told(sealed: Sealed) -> dict[str, Any]:
    return {
        "genuine": True,
        "statement": dict(sealed.statement),
        "key_id": sealed.key_id,
        "signed_at": sealed.signed_at.isoformat(),
        "body_sha256": sealed.body_digest,
    }


def _life_told(life: TicketProof) -> dict[str, Any]:
    def told(shown: Shown) -> dict[str, Any]:
        return {
            "key": shown.key,
            "code": shown.code,
            "when": shown.when,
            "amount_t": tonnes_text(shown.amount),
            "entry": shown.index,
        }

    return {
        "number": life.number,
        "known_until": life.head.when.isoformat(),
        "log": life.head.log,
        "log_size": life.head.size,
        "issue": told(life.issue),
        "gone": [told(shown) for shown in life.gone],
        "left_t": tonnes_text(life.left),
        "states": [{"event": name, "when": when} for name, when in life.states],
        "waiting": list(life.waiting),
    }


def _say(sealed: Sealed, life: TicketProof | None) -> None:
    console = Console(highlight=False)
    number = sealed.statement["number"]
    console.print(
        f"[green]✓[/green] 签名有效，文件未被改动 (genuine): {number}，"
        f"签于 {sealed.signed_at:%Y-%m-%d %H:%M}"
    )
    if mark := sealed.statement.get("mark"):
        console.print(f"[red]![/red] 票面标注 (marked): {mark}")
    if life is None:
        console.print("  现时状态以登记系统为准 (the register says its state now)")
        return
    console.print(
        f"[green]✓[/green] 签发 {_amount(life.issue)} 在公开日志第 {life.issue.index} 条 "
        f"(issue is logged); 已退出流通 {len(life.gone)} 笔 (left circulation), "
        f"余 {tonnes_text(life.left)} t (left)"
    )
    for name, when in life.states:
        console.print(f"  {when[:10]} {STATES.get(name, name)} ({name})")
    if life.waiting:
        console.print(f"  尚未列入日志头 (not signed yet): {', '.join(life.waiting)}")
    console.print(
        f"  状态截至 (state known until) {life.head.when:%Y-%m-%d %H:%M}，"
        "此后以登记系统为准 (later: ask the register)"
    )


def _keys(path: Path | None, name: str, option: str) -> Keys:
    if path is not None:
        return published_key(path)
    own = Path(os.environ.get("QINGSHAN_DATA", ".data")) / "keys" / f"{name}.pem"
    if not own.exists():
        err.print(f"[red]✕[/red] 没有公钥：请用 {option} 指定 (no key: name the published key)")
        sys.exit(EXIT_USAGE)
    return published(load(own))

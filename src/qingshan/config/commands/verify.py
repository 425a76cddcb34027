"""``qingshan verify``: check a paper offline, with the published key alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

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
from qingshan.core.proof.signer import Keys


def verify(
    file: Annotated[Path, typer.Argument(help="a ticket or certificate as PDF")],
    key: Annotated[
        Path | None, typer.Option(help="the register's published key; the data folder's own")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,  # noqa: FBT002
) -> None:
    """Check seal and digests of a PDF without any server."""
    from qingshan.core.proof.envelope import open_pdf

    existing(file)
    try:
        sealed = open_pdf(file.read_bytes(), _keys(key))
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        if as_json:
            told = {"genuine": False, "refusals": [r.as_dict() for r in refused.refusals]}
            sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        sys.exit(EXIT_REFUSED)
    told = {
        "genuine": True,
        "statement": dict(sealed.statement),
        "key_id": sealed.key_id,
        "signed_at": sealed.signed_at.isoformat(),
        "body_sha256": sealed.body_digest,
    }
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    Console(highlight=False).print(
        f"[green]✓[/green] 签名有效，文件未被改动 (genuine): {sealed.statement['number']}，"
        f"签于 {sealed.signed_at:%Y-%m-%d %H:%M}；现时状态以登记系统为准"
    )


def _keys(path: Path | None) -> Keys:
    import os

    from qingshan.core.proof.signer import load_or_create, published

    if path is not None:
        return published_key(path)
    own = Path(os.environ.get("QINGSHAN_DATA", ".data")) / "keys" / "register.pem"
    if not own.exists():
        err.print("[red]✕[/red] 没有公钥：请用 --key 指定 (no key: name the published key)")
        sys.exit(EXIT_USAGE)
    return published(load_or_create(own))

"""``qingshan log``: sign the public log, prove an entry, watch another's log as a witness."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import typer
from rich.console import Console

from qingshan.config.commands.starting import (
    EXIT_ENVIRONMENT,
    EXIT_REFUSED,
    EXIT_USAGE,
    err,
    existing,
    published_key,
    say_refusal,
    shanghai_now,
    start,
)
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.log import (
    Head,
    check_consistency,
    check_proof,
    consistency_document,
    open_head,
)
from qingshan.core.proof.refusals import LOG_UNPROVED

if TYPE_CHECKING:
    from qingshan.core.proof.log import Included
    from qingshan.core.proof.signer import Keys

log = typer.Typer(
    help="公开日志：追加、签名、证明、见证 (public log: append, sign, prove, witness)",
    no_args_is_help=True,
)
console = Console(highlight=False)
SECONDS = 20
MOST_BYTES = 1 << 20


@log.command()
def sign() -> None:
    """Append what is new and sign a tree head; the worker does both by itself."""
    start()
    from qingshan.apps.log import reads
    from qingshan.apps.log.keeping import sign_log

    head = sign_log(shanghai_now())
    newest = head or reads.latest_head()
    size = newest.size if newest else 0
    said = "已签名" if head else "没有新条目"
    console.print(f"[green]✓[/green] {said}：日志 {size:,} 条 (signed size)")


@log.command()
def prove(
    entry: Annotated[int, typer.Argument(help="number of the entry, from 0", min=0)],
    out: Annotated[Path | None, typer.Option(help="file; standard output without it")] = None,
) -> None:
    """Write the proof of one entry, as the page /log/ offers it."""
    start()
    from qingshan.apps.log import reads

    try:
        document = reads.proof(entry)
    except Refused as refused:
        _leave(refused)
    if out is None:
        sys.stdout.write(document.decode())
        return
    out.write_bytes(document)
    console.print(f"[green]✓[/green] {out}")


@log.command()
def check(
    proof: Annotated[Path, typer.Argument(help="proof of an entry, as downloaded")],
    key: Annotated[Path, typer.Option(help="the log's published key")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
) -> None:
    """Check the proof of an entry offline: no server, no database."""
    try:
        found = check_proof(existing(proof).read_bytes(), published_key(key))
    except Refused as refused:
        _leave(refused)
    if as_json:
        sys.stdout.write(json.dumps(_told(found), ensure_ascii=False, indent=2) + "\n")
        return
    entry = found.entry
    console.print(
        f"[green]✓[/green] 证明成立 (valid): 第 {found.index} 条 {entry.kind} {entry.row} "
        f"{entry.name} {entry.when}，在 {found.head.size:,} 条的日志之内，"
        f"日志头签于 {found.head.when:%Y-%m-%d %H:%M}"
    )
    if found.content is not None:
        console.print(found.content, style="dim", soft_wrap=True, markup=False)


@log.command()
def witness(
    site: Annotated[str, typer.Argument(help="address of the register, such as https://…")],
    key: Annotated[Path, typer.Option(help="the log's key, got by another way than this site")],
    state: Annotated[Path, typer.Option(help="where the last seen head is remembered")],
) -> None:
    """Look at the newest head of a register and see that it continues the one seen before.

    Run it from time to time on a machine of your own. It keeps one file; when the register ever
    rewrites its past, two signed heads contradict each other, and this file is the evidence.
    """
    keys = published_key(key)
    try:
        newest = open_head(_newest(site), keys)
        if not state.exists():
            state.write_text(newest.text, encoding="utf-8")
            console.print(f"[green]✓[/green] 首次见证：{newest.size:,} 条 (first head remembered)")
            return
        seen = open_head(state.read_text(encoding="utf-8"), keys)
        _compare(site, seen, newest, keys)
    except Refused as refused:
        _leave(refused)
    state.write_text(newest.text, encoding="utf-8")
    grown = f"由 {seen.size:,} 条增至 {newest.size:,} 条"
    said = grown if newest.size > seen.size else f"仍为 {newest.size:,} 条"
    console.print(f"[green]✓[/green] 日志{said}，此前历史未变 (consistent)")


def _compare(site: str, seen: Head, newest: Head, keys: Keys) -> None:
    """Refuse when the newest head does not continue the one seen."""
    if newest.size > seen.size and newest.log == seen.log:
        path = f"log/growth.json?first={seen.size}&second={newest.size}"
        try:
            document = _fetched(site, path).encode()
        except HTTPError as fault:
            raise Refused.because(
                LOG_UNPROVED, site, first=seen.size, second=newest.size, problem=fault.code
            ) from fault
    else:
        document = consistency_document(seen.text, newest.text, {"sha256": (), "sm3": ()})
    _, later = check_consistency(document, keys, first=seen)
    assert later.size >= seen.size, "a shorter log is refused"


def _newest(site: str) -> str:
    """The newest signed head of a register; exit 3 when it shows none."""
    try:
        heads = json.loads(_fetched(site, "log/heads.json"))["heads"]
        return str(heads[0]["text"])
    except (HTTPError, ValueError, KeyError, TypeError, IndexError):
        err.print("[red]✕[/red] 该登记系统尚无已签名的日志头 (no signed head is shown)")
        sys.exit(EXIT_ENVIRONMENT)


def _fetched(site: str, path: str) -> str:
    """A small text from a register; exit 3 when it cannot be reached.

    Raises
    ------
    HTTPError
        When the register answers that it has no such text.
    """
    address = f"{site.rstrip('/')}/{path}"
    if not address.startswith(("http://", "https://")):
        err.print(f"[red]✕[/red] 地址须以 http:// 或 https:// 开头 (not a web address): {site}")
        sys.exit(EXIT_USAGE)
    try:
        with urlopen(Request(address), timeout=SECONDS) as answer:  # noqa: S310  checked above
            text: str = answer.read(MOST_BYTES).decode()
    except HTTPError:
        raise
    except (URLError, OSError, ValueError) as fault:
        err.print(f"[red]✕[/red] 无法取得 (cannot be fetched) {address}: {fault}")
        sys.exit(EXIT_ENVIRONMENT)
    return text


def _told(found: Included) -> dict[str, Any]:
    return {
        "valid": True,
        "index": found.index,
        "entry": found.entry.line.decode(),
        "content": found.content,
        "size": found.head.size,
        "signed_at": found.head.when.isoformat(),
    }


def _leave(refused: Refused) -> NoReturn:
    for refusal in refused.refusals:
        say_refusal(refusal)
    sys.exit(EXIT_REFUSED)

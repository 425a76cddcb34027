"""``qingshan ledger``: re-add the ledger, verify it with the log, and read balances."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from qingshan.config.commands.starting import EXIT_REFUSED, EXIT_USAGE, err, shanghai_now, start
from qingshan.core.kernel.label import Label

if TYPE_CHECKING:
    from qingshan.apps.books.replaying import Standing

ledger = typer.Typer(help="账本：核验、重放、余额 (verify, replay, balances)", no_args_is_help=True)
console = Console(highlight=False)


@ledger.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
) -> None:
    """Re-add every figure, hold register, market and money against it, check every row and head.

    The rows are those of the public log and those whose digests the journal noted; the heads are
    checked against the log's key.
    """
    start()
    from django.db import connection, transaction

    from qingshan.apps.agreement.comparing import FIGURES, mismatches
    from qingshan.apps.books.audit import differences
    from qingshan.apps.log import audit, reads
    from qingshan.apps.log.standing import changed_rows

    with transaction.atomic():
        connection.cursor().execute("set transaction isolation level repeatable read")
        wrong = [
            (d.place, Label(f"{d.what}：留存 {d.kept}，重算 {d.counted}",
                            f"{d.what}: kept {d.kept}, counted {d.counted}"))
            for d in differences()
        ]  # fmt: skip
        wrong += [
            (m.place, Label(f"{FIGURES[m.figure].zh}：登记为 {m.rooms}，账本为 {m.ledger}",
                            f"{FIGURES[m.figure].en}: {m.rooms} kept, {m.ledger} in the ledger"))
            for m in mismatches() if m.figure != "ledger"
        ]  # fmt: skip
        size = reads.size()
        with Progress(console=err, transient=True) as progress:
            task = progress.add_task("日志核验 log", total=size)
            wrong += [
                (b.place, b.what) for b in audit.breaches(lambda n: progress.advance(task, n))
            ]
        wrong += [(b.place, b.what) for b in changed_rows()]
        newest = reads.latest_head()
    if as_json:
        told = {
            "sound": not wrong,
            "entries": size,
            "signed_size": newest.size if newest else 0,
            "findings": [{"place": p, "zh": w.zh, "en": w.en} for p, w in wrong],
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        for place, what in wrong:
            err.print(
                Text.assemble(("✕ ", "red"), f"{place}：{what.zh} ({what.en})"), soft_wrap=True
            )
        if not wrong:
            signed = f"{newest.size:,}" if newest else "0"
            console.print(
                f"[green]✓[/green] 账本各项重算相符，登记、交易和资金与账本一致；"
                f"登记各表与所记摘要相符，日志 {size:,} 条与记录逐条相符，"
                f"日志头签名有效（已签 {signed} 条） (sound)"
            )
    if wrong:
        sys.exit(EXIT_REFUSED)


@ledger.command()
def replay(
    to: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="last day counted in; now")
    ] = None,
    asset: Annotated[str, typer.Option(help="one asset only, such as CNY")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
) -> None:
    """The ledger as it stood at the end of a day, from transfers alone, held to its rules."""
    start()
    from qingshan.apps.books import reads, replaying

    end = shanghai_now() if to is None else reads.day_end(to.date())
    book = replaying.replayed(end)
    faults = replaying.faults(book)
    standings = [s for s in replaying.standings(book) if asset in {"", s.asset.code}]
    if as_json:
        told = {
            "before": end.isoformat(),
            "sound": not faults,
            "faults": faults,
            "assets": {
                s.asset.code: {"held": s.held, **{k.value: v for k, v in s.balances.items()}}
                for s in standings
            },
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        console.print(_table(standings))
        for fault in faults:
            err.print(Text.assemble(("✕ ", "red"), fault), soft_wrap=True)
        if not faults:
            console.print(
                f"[green]✓[/green] {len(standings)} 项资产，截至 {end:%Y-%m-%d %H:%M}，"
                "各项合计为零，无透支 (sound)"
            )
    if faults:
        sys.exit(EXIT_REFUSED)


@ledger.command()
def balance(
    of: Annotated[str, typer.Argument(help="owner such as party:1, asset, or asset/owner/kind")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
) -> None:
    """What an owner, an asset or one account has: posted, held, available."""
    start()
    from qingshan.apps.books import reads

    kept = reads.balances_of(of) or reads.balances_of_asset(of)
    if not kept and of.count("/") == 2:
        every = reads.balances_of_asset(of.split("/", maxsplit=1)[0])
        kept = {key: balance for key, balance in every.items() if key.text == of}
    if not kept:
        err.print(f"[red]✕[/red] 没有这样的主体、资产或账户 (no such owner, asset, account): {of}")
        sys.exit(EXIT_USAGE)
    if as_json:
        told = {key.text: vars(balance) for key, balance in kept.items()}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    table = _columns("账户 account", "余额 posted", "留置 held", "可用 available")
    for key, found in kept.items():
        opened = reads.asset(key.asset)
        assert opened is not None, "an account has an asset"
        amounts = (found.posted, found.held, found.available)
        table.add_row(key.text, *(opened.kind.say(amount).zh for amount in amounts))
    console.print(table)


def _table(standings: list[Standing]) -> Table:
    table = _columns("资产 asset", "账户类别 kind", "余额 balance")
    for standing in standings:
        code, say = standing.asset.code, standing.asset.kind.say
        for kind, amount in sorted(standing.balances.items()):
            table.add_row(code, f"{kind.label.zh} {kind.value}", say(amount).zh)
            code = ""
        if standing.held:
            table.add_row("", "其中留置 held", say(standing.held).zh)
    return table


def _columns(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        is_figure = heading.split()[-1] in {"posted", "held", "available", "balance"}
        table.add_column(heading, justify="right" if is_figure else "left")
    return table

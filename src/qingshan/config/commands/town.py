"""``qingshan town``: a made-up town lives at register and exchange, and its books must agree."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    EXIT_USAGE,
    err,
    prepare,
    say_refusal,
    start,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FRESH = "fresh"
LONGEST_WAIT = 3.0
SUMMED = ("done", "refused", "idle", "crashed", "repeated", "nights", "audits")
EXIT_STOPPED = 130
TOLD_EVERY = 1_000


def town(
    steps: Annotated[int, typer.Option(help="how many steps the town takes")] = 10_000,
    seed: Annotated[int, typer.Option(help="the same seed gives the same journal")] = 1,
    kills: Annotated[int, typer.Option(help="how often its process is killed on the way")] = 0,
    database: Annotated[
        str, typer.Option(help="“fresh”: made and dropped; any other name: made, or gone on with")
    ] = FRESH,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
) -> None:
    """Random acts of all parties, moving days, crashes and kills; every figure checked on the way.

    It lives in a database of its own beside the register's, which it never touches. One that is
    named may be stopped (Ctrl-C) and goes on where its journal ends, by the same seed.
    """
    if steps < 1 or kills < 0 or not database.isidentifier():
        err.print("[red]✕[/red] --steps ≥ 1，--kills ≥ 0，--database 为一个名称 (a plain name)")
        sys.exit(EXIT_USAGE)
    start()
    begun = time.monotonic()
    name = f"town_{os.getpid()}" if database == FRESH else database
    options = ["--steps", f"{steps}", "--seed", f"{seed}"]
    with _own_database(name, keep=database != FRESH) as url:
        try:
            told = _lived(url, options, _stops(seed, steps, kills))
        except KeyboardInterrupt:
            told = None
            code = EXIT_STOPPED
        else:
            code = EXIT_REFUSED
    if told is None:
        again = " ".join([*options, *([] if database == FRESH else ["--database", database])])
        err.print(
            f"  qingshan town {again} [dim]再次运行或继续 (repeats it, or goes on)[/dim]",
            soft_wrap=True,
        )
        sys.exit(code)
    told |= {"steps": steps, "seed": seed, "seconds": round(time.monotonic() - begun, 1)}
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        _say(told)


def townsfolk(
    steps: Annotated[int, typer.Option()],
    seed: Annotated[int, typer.Option()],
) -> None:
    """The process in which a town lives: go on where its journal ends, tell of each hundred."""
    start()
    from qingshan.apps.walks.town import Plan, journal_digest, live
    from qingshan.apps.walks.town_founding import found_town, is_founded
    from qingshan.core.kernel.errors import Refused

    if not is_founded():
        prepare()

    def tell(what: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()

    folk = found_town()
    tell({"last": 0})
    try:
        tally = live(folk, Plan(seed, steps), tell=lambda tally: tell(tally.told()))
    except Refused as fault:
        for refusal in fault.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)
    tell({**tally.told(), "digest": journal_digest()})


def _stops(seed: int, steps: int, kills: int) -> list[int]:
    """After which steps the process is killed, soon or a little later."""
    return sorted(random.Random(seed).sample(range(steps), min(kills, steps)))  # noqa: S311


def _lived(url: str, options: list[str], stops: list[int]) -> dict[str, Any] | None:
    """What the town told in the end, its lives before each kill counted in; none when it failed."""
    total: dict[str, Any] = {"done": Counter(), "refused": Counter(), "kills": 0}
    while True:
        told, is_killed = _one_life(url, options, stops)
        for name in SUMMED:
            more = told.get(name, {} if name in {"done", "refused"} else 0)
            if isinstance(more, dict):
                total[name].update(more)
            else:
                total[name] = total.get(name, 0) + more
        if not is_killed:
            return {**total, "digest": told["digest"]} if "digest" in told else None
        total["kills"] += 1


def _one_life(url: str, options: list[str], stops: list[int]) -> tuple[dict[str, Any], bool]:
    """The last that a process told before it ended or was killed, and whether it was."""
    # A server that stays up loses nothing that was committed; a kill of ours is a client's.
    child = subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-W", "ignore", "-m", "qingshan.config.cli", "townsfolk", *options],
        env={**os.environ, "DATABASE_URL": url, "PGOPTIONS": "-c synchronous_commit=off"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    told: dict[str, Any] = {}
    begun = time.monotonic()
    try:
        for line in child.stdout:
            told = json.loads(line)
            _say_how_far(told, int(options[1]), begun)
            if stops and told["last"] + 100 > stops[0] and "digest" not in told:
                chance = random.Random(stops.pop(0))  # noqa: S311  a moment, not a secret
                time.sleep(chance.uniform(0, LONGEST_WAIT))
                child.send_signal(signal.SIGKILL)
                child.wait()
                return told, True
        child.wait()
    finally:
        # Stopped by hand: what it was just doing is rolled back by the database.
        child.kill()
        child.wait()
    return told, False


def _say_how_far(told: dict[str, Any], steps: int, begun: float) -> None:
    """On the error stream: the step, what one takes, and how long the rest will take."""
    if "first" not in told or told["last"] % TOLD_EVERY or not told["last"]:
        return
    each = (time.monotonic() - begun) / max(told["last"] - told["first"] + 1, 1)
    left = timedelta(seconds=round(each * (steps - told["last"])))
    err.print(
        f"[dim]{told['last']:,} / {steps:,} 步，每步 {each * 1_000:.1f} 毫秒，"
        f"约余 {left} (steps, ms a step, left)[/dim]"
    )


@contextmanager
def _own_database(name: str, *, keep: bool) -> Iterator[str]:
    """A database on the house's server: empty and dropped at the end, or kept and gone on with."""
    import psycopg
    from django.conf import settings
    from psycopg import sql

    from qingshan.config.commands.serve import address_of

    server = urlsplit(address_of(settings.DATABASES["default"]))
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    make = sql.SQL("create database {} encoding 'UTF8' template template0")
    with psycopg.connect(server.geturl(), autocommit=True) as link:
        assert name != server.path.strip("/"), "the register's own database is left alone"
        known = link.execute("select from pg_database where datname = %s", [name]).fetchone()
        if not keep:
            link.execute(drop)
        if known is None or not keep:
            link.execute(make.format(sql.Identifier(name)))
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            if not keep:
                link.execute(drop)


def _say(told: dict[str, Any]) -> None:
    console = Console(highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("事项 act")
    table.add_column("次数 times", justify="right")
    for name, count in sorted({**told["done"], **told["refused"]}.items()):
        table.add_row(name, f"{count:,}")
    console.print(table)
    console.print(
        f"[green]✓[/green] {told['steps']:,} 步，中断 {told['crashed']:,} 次，强制终止 "
        f"{told['kills']:,} 次，重复请求 {told['repeated']:,} 次，核对 {told['audits']:,} 次，"
        f"各项相符，用时 {told['seconds']:,} 秒 (steps, crashes, kills, repeats, audits: sound)\n"
        f"  {told['digest']}",
        soft_wrap=True,
    )

"""What every command that needs the office floor does first."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from qingshan.core.kernel.errors import Refusal
from qingshan.core.proof.signer import Keys, PublicKey, published

EXIT_REFUSED, EXIT_USAGE, EXIT_ENVIRONMENT = 1, 2, 3
err = Console(stderr=True, highlight=False)


def start() -> None:
    """Start Django and, without ``DATABASE_URL``, the embedded database; exit 3 when it fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
    try:
        import django

        django.setup()
        from django.db import connection

        connection.ensure_connection()
    except Exception as fault:
        stop(f"无法启动运行环境 (the environment cannot start): {type(fault).__name__}: {fault}")


def prepare() -> None:
    """Bring the database to the latest state and enter what every register needs."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from qingshan.apps.base.call import Actor, Call
    from qingshan.apps.base.clock import now
    from qingshan.apps.land.models import County
    from qingshan.apps.land.verbs.import_counties import import_counties

    waiting = MigrationExecutor(connection)
    # The command builds every model of the past before it sees that nothing is to be done.
    if waiting.migration_plan(waiting.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    if not County.objects.exists():
        founder = Actor("founder", frozenset({"administrator"}))
        import_counties(Call(founder, now(), "counties"))


def shanghai_now() -> datetime:
    """The present moment, once Django may be imported."""
    from qingshan.apps.base.clock import now

    return now()


def stop(reason: str) -> None:
    """Say why nothing can be done here, and leave with the code of the environment."""
    err.print(f"[red]✕[/red] {reason}")
    sys.exit(EXIT_ENVIRONMENT)


def say_refusal(refusal: Refusal) -> None:
    """A refusal on the error stream: code, place, what, why, remedy; the same in English."""
    told = [
        Text.assemble((f"✕ {refusal.code}", "red"), f" {refusal.where()}"),
        Text(f"    {refusal.what()}{refusal.why()}"),
        Text(f"    → {refusal.remedy()}", "bold"),
        Text(f"    {refusal.what('en')} {refusal.remedy('en')}", "dim"),
    ]
    for line in told:
        err.print(line, soft_wrap=True)


def existing(path: Path) -> Path:
    """A path that must exist; otherwise a usage error."""
    if not path.exists():
        err.print(f"[red]✕[/red] 找不到文件 (no such file): {path}")
        sys.exit(EXIT_USAGE)
    return path


def published_key(path: Path) -> Keys:
    """A published key from its file; a usage error when it is none."""
    try:
        told = json.loads(existing(path).read_text(encoding="utf-8"))
        return published(PublicKey(told["algorithm"], bytes.fromhex(told["public_key"])))
    except (ValueError, KeyError, TypeError):
        err.print(f"[red]✕[/red] 不是公钥文件 (no file of a published key): {path}")
        sys.exit(EXIT_USAGE)

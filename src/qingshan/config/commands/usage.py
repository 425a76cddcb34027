"""What all commands share in taking their words and leaving files: one sentence for one mistake."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from qingshan.config.commands.starting import EXIT_ENVIRONMENT, EXIT_USAGE, err

LANGUAGES = ("zh", "en")


def usage(reason: str) -> NoReturn:
    """Leave with the code of a wrong use."""
    err.print(f"[red]✕[/red] {reason}")
    sys.exit(EXIT_USAGE)


def day_of(text: str) -> date:
    """A day as it was typed; today where nothing was."""
    from qingshan.apps.base.clock import now

    try:
        return date.fromisoformat(text) if text else now().date()
    except ValueError:
        usage("日期须写作 2024-01-31 (dates as 2024-01-31)")


def days_of(first: str, last: str) -> tuple[date, date]:
    """First and last day of a period, in their order."""
    begins, ends = day_of(first), day_of(last)
    if ends < begins:
        usage("监测期的止日早于起日 (the period ends before it starts)")
    return begins, ends


def known_language(lang: str) -> None:
    """Leave unless the language is one of ours."""
    if lang not in LANGUAGES:
        usage("语言只有 zh 和 en (languages: zh, en)")


def write_file(path: Path, data: bytes) -> None:
    """Write, or leave with the code of the environment."""
    try:
        path.write_bytes(data)
    except OSError as fault:
        err.print(f"[red]✕[/red] 不能写入 (cannot write): {path}: {fault.strerror}")
        sys.exit(EXIT_ENVIRONMENT)

"""``qingshan found``: the first three administrators of a house that is no demonstration."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    prepare,
    say_refusal,
    shanghai_now,
    start,
)
from qingshan.core.kernel.errors import Refused


def found(
    body: Annotated[str, typer.Argument(help="the organisation that runs the house")],
    system: Annotated[str, typer.Option(help="account name of the system administrator")],
    security: Annotated[str, typer.Option(help="account name of the security administrator")],
    audit: Annotated[str, typer.Option(help="account name of the audit administrator")],
) -> None:
    """Enter three administrators and print their passwords, once."""
    start()
    prepare()
    from qingshan.apps.walks.founding import found as enter

    names = {
        "administrator": system,
        "security_administrator": security,
        "audit_administrator": audit,
    }
    try:
        passwords = enter(names, body=body, when=shanghai_now())
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        sys.exit(EXIT_REFUSED)
    console = Console(highlight=False)
    for username, password in passwords.items():
        console.print(f"{username}  [bold]{password}[/bold]")
    console.print("请在首次登录后更换密码 (change them at the first sign-in)")

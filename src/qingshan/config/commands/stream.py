"""``qingshan stream``: the market as it happens, for hundreds who keep a line open."""

from __future__ import annotations

import os
import signal
from typing import Annotated

import typer

from qingshan.config.commands.children import Child, end, watch
from qingshan.config.commands.starting import start, stop

HOST, PORT = "127.0.0.1", 8001
_MOST_WAITING = 4_096


def stream(
    host: Annotated[str, typer.Option(help="address to listen on")] = HOST,
    port: Annotated[int, typer.Option(help="port to listen on")] = PORT,
) -> None:
    """Keep the stream of the market open for many listeners, beside the site.

    A proxy hands ``/market/stream/`` and ``/market/tickets/…/stream/`` to it. Without this
    process the site answers them itself, and browsers ask again every few seconds.
    """
    start()
    from django.conf import settings
    from django.db import connections

    from qingshan.config.commands.serve import address_of

    os.environ["DATABASE_URL"] = address_of(settings.DATABASES["default"])
    connections.close_all()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    told = ["-m", "granian", "--interface", "asgi", "--host", host, "--port", str(port)]
    told += ["--workers", "1", "--backlog", str(_MOST_WAITING), "--backpressure"]
    told += [str(_MOST_WAITING), "--workers-kill-timeout", "2", "--log-level", "error"]
    told += ["--respawn-failed-workers", "qingshan.config.stream:application"]
    line = Child("行情推送 (stream)", told)
    try:
        typer.echo(f"青山 · http://{host}:{port}/market/stream/")
        watch([line], tell=typer.echo)
        stop(f"{line.name}意外结束（{line.process.returncode}） (ended)")
    except KeyboardInterrupt:
        pass
    finally:
        end([line])

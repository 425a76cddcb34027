"""``qingshan serve`` and ``qingshan demo``: site, worker and database in one process tree."""

from __future__ import annotations

import os
import signal
import socket
import time
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from qingshan.config.commands.children import LOOK_SECONDS, Child, end, watch
from qingshan.config.commands.starting import prepare, say_refusal, shanghai_now, start, stop
from qingshan.core.kernel.errors import Refused

HOST, PORT, WORKERS = "127.0.0.1", 8000, 2
console = Console(highlight=False)


def demo(
    host: Annotated[str, typer.Option(help="address to listen on")] = HOST,
    port: Annotated[int, typer.Option(help="port to listen on")] = PORT,
) -> None:
    """Show the house: database, demonstration province, site and accounts."""
    # Pages say by which address they are genuine: where nobody told one, it is this.
    os.environ.setdefault("QINGSHAN_SITE_URL", f"http://{host}:{port}")
    _begin()
    from django.conf import settings

    from qingshan.apps.log.keeping import keep_log
    from qingshan.apps.walks.cast import PARTS, SECOND_REGISTRAR
    from qingshan.apps.walks.province import tell_story, was_told

    if not was_told():
        console.print("青山 · 正在建立演示省（虚构数据），约需一分钟 …")
        tell_story(shanghai_now(), tell=lambda line: console.print(f"  {line}", style="dim"))
    else:
        _complete()
    keep_log(shanghai_now())
    accounts = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("账号", "单位", "姓名"):
        accounts.add_column(heading)
    for part in (*PARTS, SECOND_REGISTRAR):
        accounts.add_row(part.username, part.name, part.person)
    console.print(accounts)
    console.print(f"每个账号的密码 (password of each): [bold]{settings.DEMO_PASSWORD}[/bold]")
    _serve(host, port)


def _complete() -> None:
    """Add what a demonstration of an older version lacks, or say what to do about it."""
    from django.conf import settings

    from qingshan.apps.walks.completing import complete_story

    try:
        complete_story(shanghai_now(), tell=lambda line: console.print(f"  + {line}", style="dim"))
    except Refused as refused:
        for refusal in refused.refusals:
            say_refusal(refusal)
        console.print(
            "青山 · 这个演示由旧版本建立，没有补全，可照常使用；"
            f"要得到完整的演示，请停止后删除文件夹 {settings.DATA_FOLDER} 再运行一次。\n"
            "This demonstration is of an older version and was not completed; it works as it is."
            " For the whole one, stop, delete that folder and run again.",
            soft_wrap=True,
        )


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = HOST,
    port: Annotated[int, typer.Option(help="port to listen on")] = PORT,
    workers: Annotated[int, typer.Option(help="worker processes")] = WORKERS,
) -> None:
    """Serve the site on the configured database."""
    _begin()
    _serve(host, port, workers)


def _begin() -> None:
    from django.core.management import call_command

    start()
    prepare()
    call_command("collectstatic", verbosity=0, interactive=False)


def _serve(host: str, port: int, workers: int = WORKERS) -> None:
    """Serve until Ctrl-C; children use the database this process started, and end before it.

    A process of the site or of the jobs that ends by itself, killed for its memory for example, is
    started anew. Pages are loaded here first: a release that cannot be loaded says so and ends.
    """
    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver

    assert get_resolver().url_patterns, "there are pages"
    connections.close_all()
    if not _is_free(host, port):
        stop(f"端口 {port} 已被占用，请用 --port 换一个 (port {port} is in use, choose another)")
    os.environ["DATABASE_URL"] = address_of(settings.DATABASES["default"])
    # A shell that starts us in the background has Ctrl-C ignored; we are to stop all the same.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    site = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    site += ["--workers", str(workers), "--respawn-failed-workers", "--log-level", "error"]
    children: list[Child] = []
    try:
        children.append(Child("网站 (site)", [*site, "qingshan.config.wsgi:application"]))
        jobs = ["-m", "qingshan.config.cli", "worker"]
        children.append(Child("后台任务 (jobs)", jobs, is_kept=True))
        if _listens(host, port, children[0]):
            console.print(
                f"\n青山 · [bold]http://{host}:{port}[/bold]    Ctrl-C 停止 (stops everything)"
            )
        ended = watch(children, tell=lambda line: console.print(f"青山 · {line}"))
        stop(f"{ended.name}意外结束（{ended.process.returncode}），已全部停止 (ended, all stopped)")
    except KeyboardInterrupt:
        console.print("\n青山 · 正在停止 (stopping) …")
    finally:
        end(children)


def worker() -> None:
    """Run the jobs of the queue."""
    start()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    app.with_connector(app.connector.get_worker_connector()).run_worker()


def _listens(host: str, port: int, site: Child) -> bool:
    """Wait until the site takes connections: its address is told to people who open it at once."""
    while site.process.poll() is None:
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            time.sleep(LOOK_SECONDS)
    return False


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def address_of(database: dict[str, object]) -> str:
    """The database of the settings as ``DATABASE_URL`` names it, for processes of the house."""
    from urllib.parse import quote

    user = quote(str(database["USER"]))
    password = f":{quote(str(database['PASSWORD']))}" if database["PASSWORD"] else ""
    query = f"?host={quote(str(database['HOST']), safe='')}"
    if database["PORT"]:
        query += f"&port={database['PORT']}"
    return f"postgresql://{user}{password}@/{database['NAME']}{query}"

"""A site of its own for those who ask over HTTP: real processes, real sockets."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

START_SECONDS = 120
Answer = tuple[int, Any]


@dataclass
class Site:
    """A server that can be killed and started again at the same port."""

    port: int
    environ: Mapping[str, str]
    workers: int = 2
    threads: int = 2
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [sys.executable, "-W", "ignore", "-m", "granian", "--interface", "wsgi"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--no-log"]
        command += ["--workers", str(self.workers), "--blocking-threads", str(self.threads)]
        self._process = subprocess.Popen(
            [*command, "qingshan.config.wsgi:application"],
            env={**os.environ, **self.environ},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self._process.poll() is None, "the site ended before it began"
            try:
                ask(self.port, "GET", "/api/v1/listings")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the site does not answer")

    def kill(self, *, with_signal: int = signal.SIGKILL) -> None:
        """End every process of it at once, in the middle of whatever they do."""
        assert self._process is not None
        os.killpg(self._process.pid, with_signal)
        self._process.wait()
        self._process = None

    def close(self) -> None:
        """End it if it runs."""
        if self._process is not None:
            self.kill()


@contextmanager
def serving(url: str, folder: str, *, workers: int = 2, threads: int = 2) -> Iterator[Site]:
    """A site on this database for a block of statements."""
    environ = {
        "DATABASE_URL": url,
        "QINGSHAN_DATA": folder,
        "QINGSHAN_SECOND_FACTOR": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    site = Site(free_port(), environ, workers, threads)
    site.start()
    try:
        yield site
    finally:
        site.close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def url_of(where: Mapping[str, Any]) -> str:
    """Django's settings of a database as ``DATABASE_URL`` tells them."""
    is_path = where["HOST"].startswith("/")
    host = "" if is_path else where["HOST"]
    port = f":{where['PORT']}" if where["PORT"] else ""
    told = f"postgresql://{quote(where['USER'])}:{quote(where['PASSWORD'])}@{host}{port}"
    return f"{told}/{quote(where['NAME'])}" + (f"?host={quote(where['HOST'])}" if is_path else "")


class Line:
    """One connection that stays open and costs its client next to nothing."""

    def __init__(self, port: int, token: str = "") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        told = f"Authorization: Bearer {token}\r\n" if token else ""
        self._head = f"Host: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{told}"

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def ask(self, method: str, path: str, told: Any = None, key: str = "") -> Answer:
        """Status and body of the answer to one request.

        Raises
        ------
        OSError
            When the server is gone before it answered.
        """
        body = b"" if told is None else json.dumps(told).encode()
        named = f"Idempotency-Key: {key}\r\n" if key else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{named}Content-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(head.encode() + body)
        return self._answer()

    def _answer(self) -> Answer:
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._more()
        head, _, body = read.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        length = next(
            int(line.partition(":")[2]) for line in lines if line.lower().startswith("content-le")
        )
        while len(body) < length:
            body += self._more()
        return int(lines[0].split()[1]), json.loads(body or b"null")

    def _more(self) -> bytes:
        found = self._socket.recv(65536)
        if not found:
            raise ConnectionResetError("the server is gone")
        return found


def ask(port: int, method: str, path: str, token: str = "") -> Answer:
    """One request on a connection of its own."""
    line = Line(port, token)
    try:
        return line.ask(method, path)
    finally:
        line.close()

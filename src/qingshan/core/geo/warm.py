"""Prepared readers: one process that has imported what reading needs, and a copy of it per file.

Importing costs a reader more than most files do. The process started here imports once, opens
nothing, and forks for each file a copy that ties its own hands as ``reader.serve`` says and is gone
afterwards; no file ever meets the process that is copied. It ends when its keeper does.

The way to it is a socket that has no name and that no copy holds, so that a reader gone astray
cannot ask for another one with a larger budget.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

SUPPORTED = hasattr(os, "fork") and hasattr(socket, "send_fds")
_OURS = "qingshan.core."
_NAME_BYTES = 200


class Copy:
    """A reader at work: the leader of a group of its own, which tells at the end how it ended."""

    def __init__(self, way: socket.socket, line: Mapping[str, Any]) -> None:
        self._way = way
        way.sendall(json.dumps(line).encode() + b"\n")
        self._told = way.makefile("r", encoding="ascii")
        self.leader = int(self._told.readline())

    def wait(self, seconds: float) -> int:
        """The status of the reader, as ``subprocess`` tells it.

        Raises
        ------
        TimeoutError
            It is still at work.
        """
        self._way.settimeout(seconds)
        # A leader that was killed tells nothing: the system did it, when memory ran out.
        return int(self._told.readline() or -signal.SIGKILL)

    def end(self) -> None:
        """Kill the whole group, however the reader ended: it may have left children."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.leader, signal.SIGKILL)
        self._told.close()
        self._way.close()


class Warm:
    """The keeper's side: starts the prepared process when first asked, and anew if it is gone."""

    def __init__(self, environment: Callable[[], dict[str, str]]) -> None:
        self._environment = environment
        self._lock = threading.Lock()
        self._way: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def copy(self, module: str, folder: Path, words: Path) -> Copy | None:
        """A reader at work on the order in ``folder``, or nothing where none can be had."""
        for _ in range(2):
            try:
                return self._ask(module, folder, words)
            except (OSError, ValueError):
                self._drop()
        return None

    def _ask(self, module: str, folder: Path, words: Path) -> Copy:
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                socket.send_fds(
                    self._started(), [module.encode().ljust(_NAME_BYTES)], [theirs.fileno()]
                )
            return Copy(ours, {"module": module, "folder": str(folder), "words": str(words)})
        except (OSError, ValueError):
            ours.close()
            raise

    def _started(self) -> socket.socket:
        # A keeper that was itself forked starts its own: two may not talk on one way.
        if self._way is None or self._owner != os.getpid():
            self._way, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603  our own module
                    [sys.executable, "-m", __name__, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    env=self._environment(),
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            self._owner = os.getpid()
        return self._way

    def _drop(self) -> None:
        with self._lock:
            if self._way is not None:
                self._way.close()
            if self._process is not None and self._owner == os.getpid():
                self._process.kill()
                self._process.wait()
            self._way = self._process = None


def keep(way: socket.socket) -> int:
    """Fork a copy for each socket that comes in, until the keeper is gone."""
    # Leaders are not waited for: the system clears them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        name, theirs = _received(way)
        if not name:
            return 0
        with suppress(ImportError):  # the copy meets it again and tells
            import_module(_own(name))
        with socket.socket(fileno=theirs) as job:
            if os.fork() == 0:
                way.close()
                _lead(job)


def _received(way: socket.socket) -> tuple[str, int]:
    """The module asked for and the socket of the job; nothing when the other side is gone."""
    got, handed, _, _ = socket.recv_fds(way, _NAME_BYTES, 1)
    while got and len(got) < _NAME_BYTES:
        more = way.recv(_NAME_BYTES - len(got))
        got = got + more if more else b""
    return got.decode().strip(), handed[0] if handed else -1


def _own(module: str) -> str:
    if not module.startswith(_OURS):
        raise ImportError(module)
    return module


def _lead(job: socket.socket) -> NoReturn:
    """Lead a group, let a child of it read, and tell first one's number and last its status."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        job.sendall(b"%d\n" % os.getpid())
        with job.makefile("r", encoding="utf-8") as lines:
            line = json.loads(lines.readline())
        reader = os.fork()
        if reader == 0:
            job.close()
            _read(line)
        status = os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1])
        job.sendall(b"%d\n" % status)
    finally:
        os._exit(0)


def _read(line: Mapping[str, str]) -> NoReturn:
    """Read as a process of its own would: own folder, own words, own temporary files."""
    status = 1
    try:
        folder = line["folder"]
        words = os.open(line["words"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(words, 1)
        os.dup2(words, 2)
        os.chdir(folder)
        os.environ.update({"TMPDIR": folder, "TEMP": folder, "TMP": folder})
        status = import_module(_own(line["module"])).main(Path(folder))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        # A copy never goes on to what the process does that it was copied from.
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    sys.exit(keep(socket.socket(fileno=int(sys.argv[1]))))

"""Processes of the house: started, started anew when they end, and ended with the one above."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

STOP_SECONDS = 8
LOOK_SECONDS = 0.2
PAUSE_SECONDS = 5.0
"""Before a process that ended is started anew: what keeps failing must not keep a machine busy."""


@dataclass
class Child:
    """A process in a session of its own, so that a Ctrl-C reaches its parent alone.

    ``arguments`` follow the interpreter. One that ``is_kept`` is started anew when it ends.
    """

    name: str
    arguments: Sequence[str]
    is_kept: bool = False
    process: subprocess.Popen[bytes] = field(init=False)
    ended: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start it; a second time once it has ended."""
        self.ended = None
        self.process = subprocess.Popen(  # noqa: S603  our own modules
            [sys.executable, "-W", "ignore", *self.arguments],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )


def watch(
    children: Iterable[Child], tell: Callable[[str], None], pause_s: float = PAUSE_SECONDS
) -> Child:
    """Start those that are kept anew when they end; wait for the first other one that does."""
    watched = list(children)
    while True:
        for child in watched:
            code = child.process.poll()
            if code is None:
                continue
            if not child.is_kept:
                return child
            if child.ended is None:
                child.ended = time.monotonic()
                tell(f"{child.name}意外结束（{code}），{pause_s:g} 秒后重新启动")
            elif time.monotonic() - child.ended >= pause_s:
                child.start()
        time.sleep(LOOK_SECONDS)


def end(children: Iterable[Child]) -> None:
    """Ask every child to end, then see that it did, and that nothing it started is left."""
    ending = list(children)
    for child in ending:
        child.process.terminate()
    for child in ending:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(timeout=STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

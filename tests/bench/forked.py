"""Clients of a benchmark as children of one process that has imported everything once.

Every client is a process with a connection of its own, as eight processes would be that each import
the whole house first; for a measurement of some seconds that import was most of the work. Needs
nothing but Python, so that a peer's environment runs it as well.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

Round = Callable[[str, float], Any]


def rounds(clients: int, begin: Callable[[int], Round]) -> None:
    """Serve rounds until the input ends: a line ``name seconds``, an answer as a line of JSON.

    ``begin`` runs in the child, connects, and answers what one round does; no connection may be
    open before.
    """
    family = multiprocessing.get_context("fork")
    lines: list[Connection] = []
    for number in range(clients):
        ours, theirs = family.Pipe()
        family.Process(target=_client, args=(theirs, number, begin), daemon=True).start()
        theirs.close()
        lines.append(ours)
    for line in lines:
        assert line.recv() == "ready"
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for asked in sys.stdin:
        name, seconds = asked.split()
        for line in lines:
            line.send((name, float(seconds)))
        sys.stdout.write(json.dumps([line.recv() for line in lines]) + "\n")
        sys.stdout.flush()


def _client(line: Connection, number: int, begin: Callable[[int], Round]) -> None:
    work = begin(number)
    line.send("ready")
    while True:
        try:
            name, seconds = line.recv()
        except EOFError:
            return
        line.send(work(f"{name}.{number}", seconds))

"""The process that reads for ``confined``: it ties its own hands before it opens a file."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.compute  # noqa: F401  polars asks for it at the first column: once, before copies
import shapely

from qingshan.core.geo.confined import ANSWER, HEAVY_STATUS, ORDER, SHAPE, TABLE, Budget
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.vector import Layer, read_rows
from qingshan.core.kernel.errors import Refusal, Refused

_NEW_NETWORK = 0x40000000


def main(folder: Path) -> int:
    """Read what the order names, and write the layer or its refusals."""
    return serve(folder, _read)


def serve(folder: Path, act: Callable[[Path, Path, dict[str, Any]], dict[str, Any]]) -> int:
    """Tie the hands of this process, then answer the order of ``confined.run_confined``.

    ``act`` takes the file, the working folder and the rest of the order.
    """
    order: dict[str, Any] = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    path = Path(order.pop("path"))
    _tie(Budget(**order.pop("budget")))
    # Millions of numbers and no circles: collecting would cost more than all the reading.
    gc.disable()
    try:
        answer = {"refusals": [], **act(path, folder, order)}
    except Refused as refused:
        answer = {"refusals": told(refused.refusals)}
    except MemoryError:
        return HEAVY_STATUS
    text = json.dumps(answer, default=_plain)
    (folder / ANSWER).write_text(text, encoding="utf-8")
    return 0


def _read(path: Path, folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(**order.pop("limits"))
    return _write(read_rows(path, limits=limits, **order), folder)


def _write(layer: Layer, folder: Path) -> dict[str, Any]:
    wkb = pl.Series(SHAPE, shapely.to_wkb(layer.shapes).tolist(), dtype=pl.Binary)
    layer.frame.with_columns(wkb).write_ipc(folder / TABLE)
    return {
        "name": layer.name,
        "crs": asdict(layer.crs),
        "encoding": asdict(layer.encoding),
        "digest": layer.digest,
        "driver": layer.driver,
        "notes": [[note.kind, note.place, dict(note.facts)] for note in layer.notes],
        "faults": told(layer.faults),
    }


def told(refusals: Iterable[Refusal]) -> list[list[Any]]:
    """Refusals as the keeper takes them: code, place, facts."""
    return [[each.code, each.place, dict(each.facts)] for each in refusals]


def _tie(budget: Budget) -> None:
    """Set limits that hold for good: memory, processor time, size of files, open files."""
    _leave_network()
    try:
        resource = import_module("resource")
    except ImportError:  # Windows knows no such limits; the clock of the keeper holds.
        return
    seconds = int(budget.seconds) + 1
    for kind, most in (
        ("RLIMIT_AS", _size_now() + budget.memory_bytes),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_FSIZE", budget.file_bytes),
        ("RLIMIT_NOFILE", budget.open_files),
        ("RLIMIT_CORE", 0),
    ):
        # Systems differ in what they know and allow; each limit that holds is a gain.
        with suppress(AttributeError, ValueError, OSError):
            number = getattr(resource, kind)
            _, hard = resource.getrlimit(number)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            # Processor time ends with a signal that says so; a second later with a plain kill.
            last = allowed + 1 if kind == "RLIMIT_CPU" and allowed == most else allowed
            resource.setrlimit(number, (allowed, last))


def _leave_network() -> None:
    """A network of its own, with nothing in it, where the system lets a process have one."""
    if hasattr(os, "unshare"):
        with suppress(OSError):
            os.unshare(_NEW_NETWORK)


def _size_now() -> int:
    """Address space that the bare program takes, so that the budget is the file's alone."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

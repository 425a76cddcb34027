"""Reading in a process of its own: whatever a file does, it ends in time and within its memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, TypedDict, Unpack

import polars as pl
import shapely

from qingshan.core.geo.crs import CrsFound
from qingshan.core.geo.dbf import EncodingFound
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import READER_CRASHED, READING_HEAVY, READING_SLOW
from qingshan.core.geo.vector import Layer
from qingshan.core.geo.warm import SUPPORTED, Warm
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label

# What reader and keeper tell each other through the working folder.
READER = "qingshan.core.geo.reader"
ORDER, ANSWER, TABLE, WORDS = "order.json", "answer.json", "layer.arrow", "words.txt"
SHAPE = "__shape__"
HEAVY_STATUS = 77
_MEBIBYTE = 1 << 20
_WORDS_BYTES = 4_000
_SIGNS_OF_MEMORY = (
    "memory allocation",
    "bad_alloc",
    "MemoryError",
    "out of memory",
    "Cannot alloc",
)
# Names of the environment that a reader needs; secrets of the house stay with the house.
_KEPT_NAMES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_SET_NAMES: Mapping[str, str] = {
    # One thread of each: a reader uses one core and little address space.
    "POLARS_MAX_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GDAL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "ARROW_IO_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    # No thread beside the one that is copied.
    "_RJEM_MALLOC_CONF": "background_thread:false",
    # No driver that reads more than files, and no grids from afar.
    "PROJ_NETWORK": "OFF",
    "GDAL_SKIP": "HTTP WFS OAPIF CSW EEDA PLSCENES Elasticsearch Carto AmigoCloud NGW OGR_VRT",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
}


@dataclass(frozen=True)
class Budget:
    """What one reading may take: seconds on the clock, and bytes beyond the bare program."""

    seconds: float = 60.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 4 << 30
    open_files: int = 256


class Options(TypedDict, total=False):
    """The options of ``read_layer``, passed on as they are."""

    layer: str | None
    crs: str | None
    encoding: str | None
    limits: Limits | None
    attributes_optional: bool


def read_confined(path: Path, *, budget: Budget | None = None, **options: Unpack[Options]) -> Layer:
    """Read a layer as ``read_layer`` does, in another process with limits that it cannot lift.

    The process leads a group of its own, which is killed when time is up; its temporary files
    lie in a folder that is removed whatever happens. Where the system knows no limits of
    resources (Windows), the clock alone holds.

    Parameters
    ----------
    path : Path
        The upload.
    budget : Budget, optional
        What the reading may take.
    **options
        ``layer, crs, encoding, limits, attributes_optional`` of ``read_layer``.

    Raises
    ------
    Refused
        Everything of ``read_layer``; E-UP-25 took too long, E-UP-26 needed too much memory,
        E-UP-27 the reader broke down (what it said last is the cause of the exception).
    """
    layer = read_rows_confined(path, budget=budget, **options)
    refuse_all(layer.faults)
    return layer


def read_rows_confined(
    path: Path, *, budget: Budget | None = None, **options: Unpack[Options]
) -> Layer:
    """As ``read_confined``, with rows that have no usable shape told in ``faults``."""
    budget = budget or Budget()
    with tempfile.TemporaryDirectory(prefix="confined", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        limits = asdict(options.get("limits") or Limits())
        answer = run_confined(READER, folder, path, dict(options) | {"limits": limits}, budget)
        return _layer(answer, folder)


def run_confined(
    module: str, folder: Path, path: Path, order: Mapping[str, Any], budget: Budget
) -> dict[str, Any]:
    """What a module of ours, run by ``reader.serve`` as a process of its own, says of a file.

    ``folder`` is a working folder that the caller removes; ``order`` is told to the module with
    the path and the budget.

    Raises
    ------
    Refused
        Whatever the module refused; E-UP-25 to 27 as ``read_confined``.
    """
    told = {**order, "path": str(path.absolute()), "budget": asdict(budget)}
    (folder / ORDER).write_text(json.dumps(told), encoding="utf-8")
    status = _run(module, folder, budget, path.name)
    if status:
        raise _ended_badly(status, folder, budget, path.name)
    answer: dict[str, Any] = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    if answer["refusals"]:
        raise Refused(*heard(answer["refusals"]))
    return answer


def heard(told: Iterable[Sequence[Any]]) -> tuple[Refusal, ...]:
    """Refusals as a reader told them: code, place, facts; a place that is a pair is a label."""
    return tuple(
        Refusal(code, place if isinstance(place, str) else Label(*place), facts)
        for code, place, facts in told
    )


def _run(module: str, folder: Path, budget: Budget, name: str) -> int:
    """The status with which the module ended, in a copy of the prepared reader if there is one."""
    copy = _PREPARED.copy(module, folder, folder / WORDS) if SUPPORTED else None
    reader = copy or _Single(module, folder)
    try:
        return reader.wait(budget.seconds)
    except (TimeoutError, subprocess.TimeoutExpired):
        raise _slow(budget, name) from None
    finally:
        reader.end()


class _Single:
    """A reader that imports for itself, where the system knows no copies of processes."""

    def __init__(self, module: str, folder: Path) -> None:
        own = {"TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
        with (folder / WORDS).open("wb") as words:
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-m", module, str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                cwd=folder,
                env=_environment() | own,
                start_new_session=True,
            )

    def wait(self, seconds: float) -> int:
        """The status with which it ended."""
        return self._process.wait(seconds)

    def end(self) -> None:
        """Kill the whole group, however the reader ended: it may have left children."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in _KEPT_NAMES if key in os.environ}
    # The reader finds the same modules wherever this process found them.
    return {**kept, **_SET_NAMES, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}


_PREPARED = Warm(_environment)


def _slow(budget: Budget, name: str) -> Refused:
    return Refused.because(READING_SLOW, name, name=name, seconds=f"{budget.seconds:g}")


def _ended_badly(status: int, folder: Path, budget: Budget, name: str) -> Refused:
    with (folder / WORDS).open("rb") as handle:
        handle.seek(max((folder / WORDS).stat().st_size - _WORDS_BYTES, 0))
        words = handle.read().decode("utf-8", "replace").strip()
    if status == -getattr(signal, "SIGXCPU", 0):
        return _slow(budget, name)
    # A kill that is not ours comes from the system when memory runs out.
    starved = status in {HEAVY_STATUS, -getattr(signal, "SIGKILL", 9)}
    if starved or any(sign in words for sign in _SIGNS_OF_MEMORY):
        mebibytes = budget.memory_bytes // _MEBIBYTE
        return Refused.because(READING_HEAVY, name, name=name, mebibytes=mebibytes)
    refused = Refused.because(READER_CRASHED, name, name=name, status=status)
    refused.__cause__ = ChildProcessError(words)
    return refused


def _layer(told: Mapping[str, Any], folder: Path) -> Layer:
    frame = pl.read_ipc(BytesIO((folder / TABLE).read_bytes()))
    return Layer(
        name=told["name"],
        frame=frame.drop(SHAPE),
        shapes=shapely.from_wkb(frame[SHAPE].to_numpy()),
        crs=CrsFound(**told["crs"]),
        encoding=EncodingFound(**told["encoding"]),
        digest=told["digest"],
        driver=told["driver"],
        notes=tuple(Note(*each) for each in told["notes"]),
        faults=heard(told["faults"]),
    )

"""Opening a package that a stranger made: sizes and names first, then digests, then content."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from qingshan.core.carbon.package import refusals as codes
from qingshan.core.carbon.package.manifest import (
    INPUTS,
    MANIFEST,
    METHOD,
    READMES,
    RUN,
    TABLES,
    Manifest,
    no_package,
    read_manifest,
)
from qingshan.core.carbon.run import Run
from qingshan.core.carbon.runfile import kept_run
from qingshan.core.geo.limits import Limits, keep_within
from qingshan.core.geo.unpacking import keep_directory_small, unsafe_members
from qingshan.core.kernel.digest import CHUNK_BYTES, sha256
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.tables.shelf import Shelf

LIMITS = Limits(members=200, total_bytes=4 << 30)
MANIFEST_BYTES = 4 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
_GARBLED = (KeyError, TypeError, ValueError, AttributeError, pl.exceptions.PolarsError)
_KNOWN = (RUN, INPUTS, METHOD, *READMES.values())


@dataclass(frozen=True)
class Opened:
    """A package whose members fit its manifest: what was claimed, and from what."""

    manifest: Manifest
    run: Run
    inputs: pl.DataFrame
    shelf: Shelf


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator[Opened]:
    """A package, checked; the folder with its tables is gone afterwards.

    Raises
    ------
    Refused
        E-UP-10 to 13 and 24 for an archive that is not safe, E-PK-02 for no package, E-PK-03 for
        members that do not fit the manifest, E-PK-04 for another format, E-CA-06 for a run whose
        rows do not fit its digests.
    """
    members = _members(path, limits)
    manifest = read_manifest(members.pop(MANIFEST), path.name)
    _check_members(members, manifest, path.name)
    with TemporaryDirectory(prefix="qingshan-") as name:
        folder = Path(name)
        for member, data in members.items():
            target = folder / member
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        try:
            run = kept_run(folder / RUN)
        except _GARBLED as fault:
            said = type(fault).__name__
            raise no_package(
                path.name, f"计量记录读不出（{said}）", f"its run cannot be read ({said})"
            ) from fault
        if run.digest != manifest.digest:
            raise no_package(
                path.name, "清单与计量结果不是同一次计量", "manifest and run tell different runs"
            )
        inputs = _inputs(members[INPUTS], path.name)
        yield Opened(manifest, run, inputs, Shelf(folder / TABLES.rstrip("/")))


def _members(path: Path, limits: Limits) -> dict[str, bytes]:
    """Every member in memory, once names and sizes of all of them were found harmless."""
    keep_within(path.name, ("文件字节数", "bytes"), path.stat().st_size, limits.total_bytes)
    try:
        keep_directory_small(path, limits)
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            refuse_all(unsafe_members(infos, path.name, limits))
            names = [info.filename for info in infos]
            strange = [name for name in names if not _is_known(name)]
            if strange or len(set(names)) != len(names) or MANIFEST not in names:
                what = ", ".join(strange[:3]) or MANIFEST
                raise no_package(path.name, f"成员不对（{what}）", f"its members are wrong: {what}")
            return {info.filename: _read(archive, info, path.name) for info in infos}
    except _BROKEN as fault:
        said = type(fault).__name__
        raise no_package(path.name, f"读不出（{said}）", f"unreadable ({said})") from fault


def _is_known(name: str) -> bool:
    if name in (*_KNOWN, MANIFEST):
        return True
    parts = name.removeprefix(TABLES).split("/")
    plain = all(part.replace("_", "").replace(".", "").isalnum() for part in parts)
    ends = name.endswith((".csv", "sources.yaml"))
    return name.startswith(TABLES) and len(parts) <= 2 and plain and ends


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """A member, but never more of it than the directory promised."""
    most = min(info.file_size, MANIFEST_BYTES if info.filename == MANIFEST else info.file_size)
    with archive.open(info) as source:
        blocks, size = [], 0
        while block := source.read(CHUNK_BYTES):
            size += len(block)
            if size > most:
                raise no_package(
                    name, f"{info.filename} 过大", f"{info.filename} is larger than it may be"
                )
            blocks.append(block)
    return b"".join(blocks)


def _check_members(members: dict[str, bytes], manifest: Manifest, name: str) -> None:
    wrong = []
    for member in sorted(members.keys() | manifest.members.keys()):
        told = manifest.members.get(member, "—")
        found = sha256(members[member]) if member in members else "—"
        if told != found:
            facts = {"member": member, "told": told[:64], "found": found}
            wrong.append(Refusal(codes.MEMBER_CHANGED, f"{name} · {member}", facts))
    refuse_all(wrong)
    absent = [member for member in (RUN, INPUTS, f"{TABLES}tables.csv") if member not in members]
    if absent:
        names = ", ".join(absent)
        raise no_package(name, f"缺少 {names}", f"it lacks {names}")


def _inputs(data: bytes, name: str) -> pl.DataFrame:
    try:
        frame = pl.from_arrow(pq.read_table(io.BytesIO(data)))
    except (OSError, pa.ArrowException, pl.exceptions.PolarsError) as fault:
        raise no_package(name, "输入数据读不出", "its inputs cannot be read") from fault
    assert isinstance(frame, pl.DataFrame)
    return frame

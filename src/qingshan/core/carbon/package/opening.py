"""Opening a package that a stranger made: sizes and names first, then digests, then content."""

from __future__ import annotations

import struct
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
    EARLIER,
    INPUTS,
    LISTS,
    MANIFEST,
    METHOD,
    READMES,
    RUN,
    SURVEY,
    TABLES,
    Manifest,
    no_package,
    read_manifest,
)
from qingshan.core.carbon.plots.run import ROUTE
from qingshan.core.carbon.run import Run
from qingshan.core.carbon.runfile import kept_run
from qingshan.core.geo.limits import Limits, keep_within
from qingshan.core.geo.unpacking import keep_directory_small, unsafe_members
from qingshan.core.kernel.digest import CHUNK_BYTES, sha256
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.tables.shelf import Shelf

LIMITS = Limits(members=200, total_bytes=4 << 30)
MANIFEST_BYTES = 4 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
_GARBLED = (KeyError, TypeError, ValueError, AttributeError, pl.exceptions.PolarsError)
_KNOWN = (RUN, INPUTS, *LISTS, METHOD, SURVEY, EARLIER, *READMES.values())
_LOCAL_BYTES, _LOCAL_NAMES, _ENTRY_BYTES, _END_BYTES = 30, 26, 46, 22
_SIZES_BEHIND = 0x8


@dataclass(frozen=True)
class Opened:
    """A package whose members fit its manifest: what was claimed, and from what."""

    manifest: Manifest
    run: Run
    inputs: pl.DataFrame
    shelf: Shelf


@dataclass(frozen=True)
class Unpacked:
    """The members of a package of either route, laid out in a folder, and its tables."""

    name: str
    manifest: Manifest
    folder: Path

    @property
    def shelf(self) -> Shelf:
        """The packed rows of the tables."""
        return Shelf(self.folder / TABLES.rstrip("/"))

    @property
    def is_plots(self) -> bool:
        """Whether its removal was measured on plots."""
        return self.manifest.method == ROUTE

    def frame(self, member: str) -> pl.DataFrame:
        """A member as a table (E-PK-02)."""
        try:
            frame = pl.from_arrow(pq.read_table(self.folder / member))
        except (OSError, pa.ArrowException, pl.exceptions.PolarsError) as fault:
            raise no_package(self.name, f"{member} 读不出", f"{member} cannot be read") from fault
        assert isinstance(frame, pl.DataFrame)
        return frame

    @contextmanager
    def reading_run(self) -> Iterator[None]:
        """A record that is garbled is no package (E-PK-02)."""
        try:
            yield
        except _GARBLED as fault:
            said = type(fault).__name__
            raise no_package(
                self.name, f"计量记录读不出（{said}）", f"its run cannot be read ({said})"
            ) from fault

    def check_digest(self, digest: str) -> None:
        """E-PK-02 where manifest and record are of different runs."""
        if digest != self.manifest.digest:
            raise no_package(
                self.name, "清单与计量结果不是同一次计量", "manifest and run tell different runs"
            )


@contextmanager
def unpacked(path: Path, limits: Limits = LIMITS) -> Iterator[Unpacked]:
    """A package of either route, its members checked; the folder is gone afterwards.

    Raises
    ------
    Refused
        E-UP-10 to 13 and 24 for an archive that is not safe, E-PK-02 for no package, E-PK-03 for
        members that do not fit the manifest, E-PK-04 for another format, E-PK-06 for bytes that
        belong to no member.
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
        yield Unpacked(path.name, manifest, folder)


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator[Opened]:
    """A package of sub-compartments, checked.

    Raises
    ------
    Refused
        As ``unpacked``; E-PK-07 for one over plots; E-CA-06 for a run whose rows do not fit its
        digests.
    """
    with unpacked(path, limits) as package:
        if package.is_plots:
            raise Refused.because(codes.OTHER_ROUTE, path.name, name=path.name)
        yield opened_run(package)


def opened_run(package: Unpacked) -> Opened:
    """The run of sub-compartments in an unpacked package."""
    with package.reading_run():
        run = kept_run(package.folder / RUN)
    package.check_digest(run.digest)
    return Opened(package.manifest, run, package.frame(INPUTS), package.shelf)


def _members(path: Path, limits: Limits) -> dict[str, bytes]:
    """Every member in memory, once names and sizes of all of them were found harmless."""
    keep_within(path.name, ("文件字节数", "bytes"), path.stat().st_size, limits.total_bytes)
    try:
        keep_directory_small(path, limits)
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            refuse_all(unsafe_members(infos, path.name, limits))
            _check_whole(path, archive, infos)
            names = [info.filename for info in infos]
            strange = [name for name in names if not _is_known(name)]
            if strange or len(set(names)) != len(names) or MANIFEST not in names:
                what = ", ".join(strange[:3]) or MANIFEST
                raise no_package(path.name, f"成员不对（{what}）", f"its members are wrong: {what}")
            return {info.filename: _read(archive, info, path.name) for info in infos}
    except _BROKEN as fault:
        said = type(fault).__name__
        raise no_package(path.name, f"读不出（{said}）", f"unreadable ({said})") from fault


def _check_whole(path: Path, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """E-PK-06 for bytes before, between or behind the members: nothing vouches for them.

    PKWARE APPNOTE 6.3.10, 4.3.7, 4.3.12 and 4.3.16: local header and data of each member, the
    directory, and the record of the end, without gap or comment.
    """
    at = 0
    with path.open("rb") as handle:
        for info in sorted(infos, key=lambda each: each.header_offset):
            handle.seek(info.header_offset + _LOCAL_NAMES)
            names = sum(struct.unpack("<HH", handle.read(4)))
            if info.header_offset != at or info.flag_bits & _SIZES_BEHIND:
                break
            at += _LOCAL_BYTES + names + info.compress_size
        handle.seek(at)
        rest = handle.read(path.stat().st_size)
    listed = sum(
        _ENTRY_BYTES + len(info.orig_filename.encode()) + len(info.extra) + len(info.comment)
        for info in infos
    )
    if archive.start_dir != at or archive.comment or len(rest) != listed + _END_BYTES:
        raise Refused.because(codes.BYTES_UNNAMED, path.name, name=path.name)


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
    inputs = LISTS if manifest.method == ROUTE else (INPUTS,)
    needed = (RUN, *inputs, f"{TABLES}tables.csv")
    absent = [member for member in needed if member not in members]
    if absent:
        names = ", ".join(absent)
        raise no_package(name, f"缺少 {names}", f"it lacks {names}")

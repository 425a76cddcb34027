"""Taking an upload apart safely: the files of one dataset, set out under plain names."""

from __future__ import annotations

import errno
import itertools
import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from qingshan.core.geo.choosing import (
    GDB_FOLDER,
    PARTS,
    Dataset,
    find_dataset,
    missing_part,
)
from qingshan.core.geo.formats.raw import Staged, Wishes
from qingshan.core.geo.limits import Limits, keep_within, too_large
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import (
    ARCHIVE_BROKEN,
    ARCHIVE_NESTED,
    MEMBER_ENCRYPTED,
    MEMBER_UNSAFE,
    MEMBERS_OVERLAP,
    SHX_LOST,
)
from qingshan.core.kernel.digest import CHUNK_BYTES, digest_of_file, digest_of_parts
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all

_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".kmz", ".iso", ".cab")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_PEEK_BYTES = 1 << 16
_SHP_HEADER_BYTES = 100
# PKWARE APPNOTE 6.3.10, 4.3.7, 4.3.14 and 4.3.16: the fixed parts of these records.
_LOCAL_HEADER_BYTES = 30
_END_BYTES, _END64_BYTES, _COMMENT_BYTES = 22, 76, 65_535
_ENTRY_BYTES = 1_024
_OWN_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EFBIG}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)


def unpack_zip(path: Path, workplace: Path, *, layer: str | None, wishes: Wishes) -> Staged:
    """Set out the dataset of a zip or KMZ; every member is checked before one byte is written.

    Raises
    ------
    Refused
        E-UP-09 to 14 and 24: broken, unsafe, nested, encrypted, too large, several layers,
        members that overlap; E-UP-15, 16, 22: layer, part or dataset absent; E-UP-08: only a
        format that is not read; E-UP-01: index cannot be rebuilt.
    """
    limits = wishes.limits
    try:
        keep_directory_small(path, limits)
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            members = {member_name(info): info for info in infos if not info.is_dir()}
            refuse_all(unsafe_members(infos, path.name, limits))

            def peek(name: str) -> bytes:
                with archive.open(members[name]) as source:
                    return source.read(_PEEK_BYTES)

            dataset, inner = find_dataset(members, layer, path.name, peek)
            for staged, member in dataset.members.items():
                (workplace / staged).parent.mkdir(exist_ok=True)
                with archive.open(members[member]) as source:
                    _copy(source, workplace / staged, members[member].file_size, path.name)
    except _BROKEN as fault:
        # Our own disk being full is not the upload's fault.
        if isinstance(fault, OSError) and fault.errno in _OWN_FAULTS:
            raise
        raise Refused.because(ARCHIVE_BROKEN, path.name, name=path.name) from fault
    return _staged(dataset, inner, workplace, wishes)


def gather_files(
    path: Path, workplace: Path, *, layer: str | None, wishes: Wishes
) -> tuple[Staged, str]:
    """Set out the dataset of a folder, or the siblings of a bare ``.shp``; also their digest.

    The files are copied, because a lost index is rebuilt beside them and the user's folder is
    not ours to write in.
    """
    limits = wishes.limits
    folder = path if path.is_dir() else path.parent
    found = folder.rglob("*") if path.is_dir() else folder.iterdir()
    own = (each for each in found if path.is_dir() or _same(each.stem, path.stem))
    listed = list(itertools.islice(own, limits.members + 1))
    keep_within(path.name, ("文件数", "files"), len(listed), limits.members)
    files = {
        each.relative_to(folder).as_posix(): each
        for each in sorted(listed)
        if each.is_file() and not each.is_symlink()
    }
    if not path.is_dir():
        files = {name: each for name, each in files.items() if each.suffix.lower() in PARTS}
        layer = None

    def peek(name: str) -> bytes:
        with files[name].open("rb") as source:
            return source.read(_PEEK_BYTES)

    dataset, inner = find_dataset(files, layer, path.name, peek)
    size = sum(files[name].stat().st_size for name in dataset.members.values())
    keep_within(path.name, ("文件总字节数", "bytes in all"), size, limits.total_bytes)
    digests = {}
    for staged, name in dataset.members.items():
        (workplace / staged).parent.mkdir(exist_ok=True)
        shutil.copyfile(files[name], workplace / staged)
        part = Path(staged).suffix if dataset.kind == "shapefile" else staged
        digests[part] = digest_of_file(workplace / staged)
    digest = digest_of_parts(f"{part} {digests[part]}" for part in sorted(digests))
    return _staged(dataset, inner, workplace, wishes), digest


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a zip member: UTF-8 by flag bit 11, else by content UTF-8 or GB18030.

    Chinese Windows writes GBK names without the flag and zipfile shows them as code page 437.
    """
    raw = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        data = raw.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                raw = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return raw.replace("\\", "/")


def keep_directory_small(path: Path, limits: Limits) -> None:
    """Refuse a directory too long for the members allowed, before it is built in memory."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        handle.seek(max(size - _END_BYTES - _END64_BYTES - _COMMENT_BYTES, 0))
        tail = handle.read()
    end, end64 = tail.rfind(b"PK\5\6"), tail.rfind(b"PK\6\6")
    told = 0
    if 0 <= end <= len(tail) - _END_BYTES:
        (told,) = struct.unpack_from("<I", tail, end + 12)
    if 0 <= end64 <= len(tail) - 48:
        told = max(told % 0xFFFFFFFF, struct.unpack_from("<Q", tail, end64 + 40)[0])
    most = limits.members * _ENTRY_BYTES + _COMMENT_BYTES
    keep_within(path.name, ("压缩包目录字节数", "bytes of directory"), min(told, size), most)


def unsafe_members(infos: Sequence[zipfile.ZipInfo], place: str, limits: Limits) -> list[Refusal]:
    """E-UP-10 to 13 and 24 for members that no archive of ours may hold, before one is opened."""
    refusals = []
    for info in infos:
        name = member_name(info)
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or ":" in name or _is_link(info) or "\0" in name:
            refusals.append(Refusal(MEMBER_UNSAFE, name, {"member": name.replace("\0", " ")}))
        if info.flag_bits & _ENCRYPTED:
            refusals.append(Refusal(MEMBER_ENCRYPTED, name, {"member": name}))
        if name.lower().endswith(_ARCHIVES):
            refusals.append(Refusal(ARCHIVE_NESTED, name, {"member": name}))
    return [*refusals, *_overlapping(infos, place), *_excessive(infos, place, limits)]


def _excessive(infos: Sequence[zipfile.ZipInfo], place: str, limits: Limits) -> list[Refusal]:
    total = sum(info.file_size for info in infos)
    packed = max(sum(info.compress_size for info in infos), 1)
    longest = max((len(member_name(info)) for info in infos), default=0)
    ratio = total // packed if total > limits.free_bytes else 0
    measured = (
        (("成员数", "members"), len(infos), limits.members),
        (("解压后字节数", "bytes unpacked"), total, limits.total_bytes),
        (("成员文件名字数", "characters in a member name"), longest, limits.name_chars),
        (("压缩倍数", "compression ratio"), ratio, limits.ratio),
    )
    return [too_large(place, what, found, most) for what, found, most in measured if found > most]


def _overlapping(infos: Sequence[zipfile.ZipInfo], place: str) -> list[Refusal]:
    """Members that share bytes: a small file that unpacks to a large one many times over."""
    in_order = sorted(infos, key=lambda info: info.header_offset)
    for first, second in itertools.pairwise(in_order):
        end = first.header_offset + _LOCAL_HEADER_BYTES + first.compress_size
        if end > second.header_offset:
            facts = {"first": member_name(first), "second": member_name(second)}
            return [Refusal(MEMBERS_OVERLAP, place, facts)]
    return []


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _copy(source: IO[bytes], target: Path, promised: int, place: str) -> None:
    """Write a member, but never more than its directory entry promised."""
    written = 0
    with target.open("wb") as out:
        while block := source.read(CHUNK_BYTES):
            written += len(block)
            if written > promised:
                raise Refused.because(ARCHIVE_BROKEN, place, name=place)
            out.write(block)


def _same(first: str, second: str) -> bool:
    return first.casefold() == second.casefold()


def _staged(dataset: Dataset, inner: str | None, workplace: Path, wishes: Wishes) -> Staged:
    name = PurePosixPath(dataset.name).name
    if dataset.kind == "gdb":
        return Staged("gdb", name, {".gdb": workplace / GDB_FOLDER}, inner)
    parts = {Path(staged).suffix: workplace / staged for staged in dataset.members}
    if dataset.kind != "shapefile":
        return Staged(dataset.kind, name, parts, inner)
    if ".dbf" not in parts and not wishes.attributes_optional:
        raise Refused(missing_part(name, ".dbf"))
    if ".shx" in parts:
        return Staged("shapefile", name, parts)
    parts[".shx"] = parts[".shp"].with_suffix(".shx")
    parts[".shx"].write_bytes(_rebuilt_index(parts[".shp"].read_bytes(), name))
    return Staged("shapefile", name, parts, notes=(Note.of("shx restored", name),))


def _rebuilt_index(shp: bytes, name: str) -> bytes:
    """The .shx of a .shp: offset and length of each record in 16-bit words.

    ESRI Shapefile Technical Description (1998), "Organization of the Index File", page 23.
    """
    entries: list[bytes] = []
    at = _SHP_HEADER_BYTES
    while at < len(shp):
        if at + 12 > len(shp):
            raise Refused.because(SHX_LOST, name, name=name, record=len(entries) + 1)
        words = struct.unpack_from(">i", shp, at + 4)[0]
        if words < 2 or at + 8 + 2 * words > len(shp):
            raise Refused.because(SHX_LOST, name, name=name, record=len(entries) + 1)
        entries.append(struct.pack(">ii", at // 2, words))
        at += 8 + 2 * words
    if len(shp) < _SHP_HEADER_BYTES:
        raise Refused.because(SHX_LOST, name, name=name, record=1)
    length = (_SHP_HEADER_BYTES + 8 * len(entries)) // 2
    header = shp[:24] + struct.pack(">i", length) + shp[28:_SHP_HEADER_BYTES]
    return header + b"".join(entries)

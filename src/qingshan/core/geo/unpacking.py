"""Taking an upload apart safely: which files make up the shapefile, set out under plain names."""

from __future__ import annotations

import errno
import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import (
    ARCHIVE_BROKEN,
    ARCHIVE_NESTED,
    KIND_UNKNOWN,
    LAYER_ABSENT,
    LAYERS_SEVERAL,
    MEMBER_ENCRYPTED,
    MEMBER_UNSAFE,
    PART_MISSING,
    SHAPEFILE_ABSENT,
    SHX_LOST,
    TOO_LARGE,
)
from qingshan.core.kernel.digest import CHUNK_BYTES, digest_of_file, digest_of_parts
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_CLAIMS = (".prj", ".cpg")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_SHP_HEADER_BYTES = 100
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


@dataclass(frozen=True)
class Limits:
    """What an upload may cost the machine; the settings of the house may pass other values.

    ``ratio`` (unpacked over packed) is judged only above ``free_bytes``, because a dbf full of
    spaces shrinks two hundredfold quite honestly.
    """

    members: int = 500
    total_bytes: int = 1 << 30
    free_bytes: int = 64 << 20
    ratio: int = 300


@dataclass(frozen=True)
class Shapefile:
    """One shapefile set out in a working folder: its name for people and its parts by suffix."""

    name: str
    parts: Mapping[str, Path]
    notes: tuple[Note, ...] = ()


def unpack_zip(path: Path, workplace: Path, *, layer: str | None, limits: Limits) -> Shapefile:
    """Set out the shapefile of a zip; every member is checked before one byte is written.

    Raises
    ------
    Refused
        E-UP-09 to 14: broken, unsafe, nested, encrypted, too large, several layers;
        E-UP-15, 16, 22: layer, part or shapefile absent; E-UP-01: index cannot be rebuilt.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member_name(info): info for info in archive.infolist() if not info.is_dir()}
            refuse_all(_unsafe(archive.infolist(), limits))
            chosen = _choose(members, layer, path.name)
            parts = {}
            for suffix, member in chosen.items():
                parts[suffix] = workplace / _staged_name(suffix)
                with archive.open(members[member]) as source:
                    _copy(source, parts[suffix], members[member].file_size, path.name)
    except _BROKEN as fault:
        # Our own disk being full is not the upload's fault.
        if isinstance(fault, OSError) and fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EACCES}:
            raise
        raise Refused.because(ARCHIVE_BROKEN, path.name, name=path.name) from fault
    return _completed(PurePosixPath(chosen[".shp"]).stem, parts)


def gather_files(
    path: Path, workplace: Path, *, layer: str | None, limits: Limits
) -> tuple[Shapefile, str]:
    """Set out the shapefile of a folder, or the siblings of a bare ``.shp``; also their digest.

    The files are copied, because a lost index is rebuilt beside them and the user's folder is
    not ours to write in.
    """
    folder = path if path.is_dir() else path.parent
    files = {
        found.relative_to(folder).as_posix(): found
        for found in sorted(folder.rglob("*") if path.is_dir() else folder.iterdir())
        if found.is_file() and not found.is_symlink()
    }
    if not path.is_dir():
        files = {name: found for name, found in files.items() if _same(found.stem, path.stem)}
        layer = None
    chosen = _choose(files, layer, path.name)
    size = sum(files[name].stat().st_size for name in chosen.values())
    if size > limits.total_bytes:
        raise Refused(
            _too_large(path.name, ("文件总字节数", "bytes in all"), size, limits.total_bytes)
        )
    parts = {}
    for suffix, name in chosen.items():
        parts[suffix] = workplace / _staged_name(suffix)
        shutil.copyfile(files[name], parts[suffix])
    digest = digest_of_parts(f"{s} {digest_of_file(parts[s])}" for s in sorted(parts))
    return _completed(PurePosixPath(chosen[".shp"]).stem, parts), digest


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


def choose_layer(names: Sequence[str], layer: str | None, place: str) -> str:
    """The one layer, or the named one; E-UP-14 for several, E-UP-15 for an unknown name."""
    listed = "、".join(sorted(names))
    if layer is None:
        if len(names) > 1:
            raise Refused.because(LAYERS_SEVERAL, place, count=len(names), layers=listed)
        return names[0]
    wanted = layer.removesuffix(".shp")
    fitting = [name for name in names if wanted in (name, PurePosixPath(name).name)]
    if len(fitting) != 1:
        code = LAYERS_SEVERAL if fitting else LAYER_ABSENT
        raise Refused.because(code, place, layer=layer, count=len(fitting), layers=listed)
    return fitting[0]


def _unsafe(infos: Iterable[zipfile.ZipInfo], limits: Limits) -> list[Refusal]:
    refusals, total, packed, count = [], 0, 0, 0
    for info in infos:
        name = member_name(info)
        parts = PurePosixPath(name).parts
        count, total, packed = count + 1, total + info.file_size, packed + info.compress_size
        if name.startswith("/") or ".." in parts or ":" in name or _is_link(info) or "\0" in name:
            refusals.append(Refusal(MEMBER_UNSAFE, name, {"member": name.replace("\0", " ")}))
        if info.flag_bits & _ENCRYPTED:
            refusals.append(Refusal(MEMBER_ENCRYPTED, name, {"member": name}))
        if name.lower().endswith(_ARCHIVES):
            refusals.append(Refusal(ARCHIVE_NESTED, name, {"member": name}))
    if count > limits.members:
        refusals.append(_too_large("", ("成员数", "members"), count, limits.members))
    if total > limits.total_bytes:
        refusals.append(
            _too_large("", ("解压后字节数", "bytes unpacked"), total, limits.total_bytes)
        )
    if total > limits.free_bytes and total > limits.ratio * max(packed, 1):
        ratio = total // max(packed, 1)
        refusals.append(_too_large("", ("压缩倍数", "compression ratio"), ratio, limits.ratio))
    return refusals


def _too_large(place: str, measure: tuple[str, str], found: int, limit: int) -> Refusal:
    facts = {"measure_zh": measure[0], "measure_en": measure[1], "found": found, "limit": limit}
    return Refusal(TOO_LARGE, place, facts)


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


def _choose(names: Iterable[str], layer: str | None, place: str) -> dict[str, str]:
    """Suffix to member for the one shapefile wanted; the parts share path and stem."""
    stems: dict[str, dict[str, str]] = {}
    others = []
    for name in sorted(names):
        pure = PurePosixPath(name)
        if pure.name.startswith((".", "~")) or "__MACOSX" in pure.parts:
            continue
        suffix = pure.suffix.lower()
        if suffix in PARTS:
            # Windows knows no case, so XIAOBAN.SHP belongs to xiaoban.dbf.
            stems.setdefault(name[: -len(suffix)].casefold(), {})[suffix] = name
        else:
            others.append(name)
    layers = {parts[".shp"][: -len(".shp")]: parts for parts in stems.values() if ".shp" in parts}
    if not layers:
        lone = [parts[".dbf"] for parts in stems.values() if ".dbf" in parts]
        if lone:
            raise Refused(_missing(PurePosixPath(lone[0]).stem, ".shp"))
        if any(PurePosixPath(name).suffix.lower() == ".gdbtable" for name in others):
            reason = {
                "reason_zh": "其中是 File Geodatabase",
                "reason_en": "It holds a File Geodatabase",
            }
            raise Refused.because(KIND_UNKNOWN, place, name=place, **reason)
        seen = "、".join(others[:10]) or "—"
        raise Refused.because(SHAPEFILE_ABSENT, place, name=place, members=seen)
    chosen = choose_layer(list(layers), layer, place)
    if ".dbf" not in layers[chosen]:
        raise Refused(_missing(PurePosixPath(chosen).name, ".dbf"))
    return layers[chosen]


def _staged_name(suffix: str) -> str:
    """Claims of the file are laid aside under another stem, so that no driver acts on them."""
    return f"{'claim' if suffix in _CLAIMS else 'layer'}{suffix}"


def _same(first: str, second: str) -> bool:
    return first.casefold() == second.casefold()


def _missing(name: str, part: str) -> Refusal:
    holds = {".shp": ("图形", "shapes"), ".dbf": ("属性", "attributes")}[part]
    facts = {"name": name, "part": part, "holds_zh": holds[0], "holds_en": holds[1]}
    return Refusal(PART_MISSING, name, facts)


def _completed(name: str, parts: dict[str, Path]) -> Shapefile:
    if ".shx" in parts:
        return Shapefile(name, parts)
    parts[".shx"] = parts[".shp"].with_suffix(".shx")
    parts[".shx"].write_bytes(_rebuilt_index(parts[".shp"].read_bytes(), name))
    return Shapefile(name, parts, (Note.of("shx restored", name),))


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

"""Looking at a side file before anything is parsed: what it is, and whether it is safe to open."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from qingshan.core.kernel.digest import CHUNK_BYTES
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.grid import Limits

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_STRICT = b"purl.oclc.org/ooxml/spreadsheetml"
_TEXTS = (".csv", ".txt", ".tsv")
_OLD = (".xls", ".xlt", ".et", ".ett")
_MARKUP_MOST = 3_000_000
"""Tags in all parts together: each becomes an object, so they are counted before parsing."""

BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def looks_like_text(path: Path, limits: Limits) -> bool:
    """Whether the file is to be read as CSV; a workbook is looked through first.

    Raises
    ------
    Refused
        E-SH-01 to 06: not a table, old, protected, with macros, broken, too large.
    """
    if not path.is_file():
        raise unknown(path, "文件不存在", "there is no such file")
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise Refused(too_large(path.name, ("文件字节数", "bytes"), size, limits.file_bytes))
    if not size:
        raise unknown(path, "文件是空的", "it is empty")
    suffix = path.suffix.lower()
    with path.open("rb") as handle:
        head = handle.read(8)
    if head == _COMPOUND:
        is_locked = _ENCRYPTED in path.read_bytes()
        code = codes.PASSWORD_SET if is_locked else codes.OLD_FORMAT
        raise Refused.because(code, path.name, name=path.name)
    if head.startswith(b"PK"):
        _look_through(path, limits)
        return False
    if suffix in _OLD:
        raise Refused.because(codes.OLD_FORMAT, path.name, name=path.name)
    if suffix.startswith(".xl"):
        raise broken(path.name, "内容不是工作簿", "its content is no workbook")
    if suffix not in _TEXTS:
        raise unknown(path, f"后缀 {suffix or '空缺'}", f"its suffix is {suffix or 'absent'}")
    return True


def unknown(path: Path, zh: str, en: str) -> Refused:
    """E-SH-01 with its reason."""
    facts = {"name": path.name, "reason_zh": zh, "reason_en": en}
    return Refused.because(codes.KIND_UNKNOWN, path.name, **facts)


def broken(name: str, zh: str, en: str) -> Refused:
    """E-SH-05 with its reason."""
    return Refused.because(codes.FILE_BROKEN, name, name=name, reason_zh=zh, reason_en=en)


def too_large(place: str, measure: tuple[str, str], found: int, limit: int) -> Refusal:
    """E-SH-06 with what was measured."""
    facts = {"measure_zh": measure[0], "measure_en": measure[1], "found": f"{found:,}"}
    facts["limit"] = f"{limit:,}"
    return Refusal(codes.TOO_LARGE, place, facts)


def _look_through(path: Path, limits: Limits) -> None:
    """The parts of a workbook: kinds that are refused, sizes by directory and by unpacking."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            refuse_all(_sizes(infos, path.name, limits))
            names = {info.filename.lower() for info in infos}
            refuse_all(_kind(path, infos, names))
            if _STRICT in archive.read("xl/workbook.xml"):
                raise unknown(path, "这是“严格 Open XML”工作簿", "it is a Strict Open XML workbook")
            _count_markup(archive, path.name)
    except BROKEN_ZIP as fault:
        raise broken(path.name, "压缩包无法解开", "its zip cannot be unpacked") from fault


def _kind(path: Path, infos: list[zipfile.ZipInfo], names: set[str]) -> list[Refusal]:
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        return [Refusal(codes.PASSWORD_SET, path.name, {"name": path.name})]
    if "xl/workbook.bin" in names:
        return list(unknown(path, "这是 .xlsb 工作簿", "it is an .xlsb workbook").refusals)
    if "content.xml" in names:
        return list(unknown(path, "这是 .ods 表格", "it is an .ods table").refusals)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        return [Refusal(codes.MACROS_HELD, path.name, {"name": path.name})]
    if "xl/workbook.xml" not in names:
        zh, en = "这是压缩包，但不是 .xlsx 工作簿", "it is a zip and no .xlsx workbook"
        return list(unknown(path, zh, en).refusals)
    return []


def _sizes(infos: list[zipfile.ZipInfo], place: str, limits: Limits) -> list[Refusal]:
    found = []
    total = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if len(infos) > limits.members:
        found.append(too_large(place, ("部件数", "parts"), len(infos), limits.members))
    if total > limits.unpacked_bytes:
        measure = ("解压后字节数", "bytes unpacked")
        found.append(too_large(place, measure, total, limits.unpacked_bytes))
    if total > limits.free_bytes and total > limits.ratio * packed:
        measure = ("压缩倍数", "compression ratio")
        found.append(too_large(place, measure, total // packed, limits.ratio))
    return found


def _count_markup(archive: zipfile.ZipFile, place: str) -> None:
    tags = 0
    for info in archive.infolist():
        if not info.filename.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(info) as part:
            while block := part.read(CHUNK_BYTES):
                tags += block.count(b"<")
        if tags > _MARKUP_MOST:
            raise Refused(too_large(place, ("标记数", "tags"), tags, _MARKUP_MOST))

"""Text of a dBASE table: its header, and the encoding its bytes are really in."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import ENCODING_UNKNOWN, FILE_BROKEN
from qingshan.core.kernel.errors import Refused

# Language driver ids (byte 29 of the header) that name an encoding of Chinese or Western text.
_LANGUAGES = {0x4D: "GBK", 0x4F: "Big5", 0x03: "cp1252", 0x57: "cp1252"}
_CHINESE = {"gbk", "gb2312", "gb18030", "hz"}
_NAME_BYTES = 10


@dataclass(frozen=True)
class EncodingFound:
    """The encoding text was read in; ``how`` is content, given, ascii or format."""

    name: str
    how: str


@dataclass(frozen=True)
class DbfField:
    """One field of a dBASE header: raw name, type letter, width in bytes, decimals."""

    name: bytes
    kind: str
    width: int
    decimals: int


@dataclass(frozen=True)
class DbfHeader:
    """What a dBASE header says: number of records (deleted ones too), language byte, fields."""

    records: int
    language: int
    fields: tuple[DbfField, ...]


@dataclass(frozen=True)
class _Cells:
    """The distinct texts of one column that are not plain ASCII, as bytes."""

    field: int
    width: int
    raw: tuple[bytes, ...]


def read_header(path: Path) -> DbfHeader:
    """The header of a dBASE III file; E-UP-21 when it is no such file."""
    with path.open("rb") as handle:
        head = handle.read(32)
        length = int.from_bytes(head[8:10], "little")
        rest = handle.read(max(length - 32, 0))
    size = path.stat().st_size
    records = int.from_bytes(head[4:8], "little")
    width = int.from_bytes(head[10:12], "little")
    # The last record may lack the end-of-file mark, never a byte of its own.
    if len(head) < 32 or len(rest) < length - 32 or size < length + records * width:
        reason = {"detail_zh": "属性表 .dbf 不完整", "detail_en": "The .dbf is incomplete"}
        raise Refused.because(FILE_BROKEN, path.name, name=path.name, **reason)
    fields = []
    for at in range(0, len(rest) - 31, 32):
        entry = rest[at : at + 32]
        if entry[0] == 0x0D:
            break
        name = entry[:11].split(b"\0")[0]
        fields.append(DbfField(name, chr(entry[11]), entry[16], entry[17]))
    return DbfHeader(records, head[29], tuple(fields))


def declared_encoding(header: DbfHeader, cpg: str | None) -> str | None:
    """What the file claims: the .cpg, else the language byte."""
    if cpg and cpg.strip():
        return cpg.strip()
    return _LANGUAGES.get(header.language)


def decode_columns(
    columns: Sequence[pl.Series],
    header: DbfHeader,
    *,
    declared: str | None,
    given: str | None,
    place: str,
) -> tuple[pl.DataFrame, EncodingFound, list[Note]]:
    """Columns whose text holds one Latin-1 character per raw byte, in their true encoding.

    The ladder: the encoding given by the user; else strict UTF-8 over every text cell and field
    name; else GB18030. A declaration alone is never believed.

    Raises
    ------
    Refused
        E-UP-02 with the first offending row and field.
    """
    cells = [
        _Cells(at, header.fields[at].width, _raw_texts(column))
        for at, column in enumerate(columns)
        if column.dtype == pl.String
    ]
    names = [field.name for field in header.fields]
    plain = not any(cell.raw for cell in cells) and all(name.isascii() for name in names)
    if plain:
        found, notes = EncodingFound("ASCII", "ascii"), list[Note]()
        codec = "ascii"
    else:
        codec = codec_of(given) if given else ""
        tried = [codec] if codec else ["utf-8", "gb18030"]
        fitting = [codec for codec in tried if _first_fault(cells, names, codec) is None]
        if not fitting:
            _refuse(columns, cells, names, tried, place)
        codec, notes = _settle(fitting, cells, names, declared, place)
        found = EncodingFound(codec.upper(), "given" if given else "content")
        if declared and not given and _family(declared) != codec:
            notes.append(
                Note.of("encoding declared wrongly", place, declared=declared, found=found.name)
            )
    frame, more = _decoded(columns, cells, names, codec)
    return frame, found, notes + more


def text_in(raw: bytes, codec: str, width: int) -> str | None:
    """Bytes as text, or None; half a character cut off at the field width is left out."""
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as fault:
        if len(raw) < width or fault.end < len(raw):
            return None
        head = codecs.getincrementaldecoder(codec)()
        try:
            return head.decode(raw)
        except UnicodeDecodeError:
            return None


def _raw_texts(column: pl.Series) -> tuple[bytes, ...]:
    texts = column.drop_nulls().unique(maintain_order=True)
    texts = texts.filter(texts.str.len_bytes() != texts.str.len_chars())
    return tuple(text.encode("latin-1") for text in texts)


def _first_fault(cells: list[_Cells], names: list[bytes], codec: str) -> tuple[int, bytes] | None:
    for at, name in enumerate(names):
        if text_in(name, codec, _NAME_BYTES) is None:
            return at, name
    for cell in cells:
        for raw in cell.raw:
            if text_in(raw, codec, cell.width) is None:
                return cell.field, raw
    return None


def _settle(
    fitting: list[str], cells: list[_Cells], names: list[bytes], declared: str | None, place: str
) -> tuple[str, list[Note]]:
    """UTF-8 before GB18030, unless UTF-8 yields no Chinese at all and GB18030 nothing else.

    Two GBK bytes can pass as one Greek or Cyrillic letter of UTF-8, so a layer with little
    text would be read as nonsense by the strict rule alone.
    """
    if fitting != ["utf-8", "gb18030"] or (declared and _family(declared) == "utf-8"):
        return fitting[0], []
    pairs = [(name, _NAME_BYTES) for name in names if not name.isascii()]
    pairs += [(raw, cell.width) for cell in cells for raw in cell.raw]
    as_utf8 = "".join(text_in(raw, "utf-8", width) or "" for raw, width in pairs)
    as_gb = [text_in(raw, "gb18030", width) or "" for raw, width in pairs]
    foreign = all(ord(letter) < 0x0800 for letter in as_utf8)
    chinese = all(ord(letter) < 0x80 or ord(letter) >= 0x2E80 for letter in "".join(as_gb))
    if foreign and chinese:
        return "gb18030", [Note.of("encoding ambiguous", place, sample="、".join(as_gb[:5]))]
    return "utf-8", []


def _decoded(
    columns: Sequence[pl.Series], cells: list[_Cells], names: list[bytes], codec: str
) -> tuple[pl.DataFrame, list[Note]]:
    notes, taken, result = [], {"row"}, []
    texts = {cell.field: cell for cell in cells}
    for at, column in enumerate(columns):
        name = text_in(names[at], codec, _NAME_BYTES) or ""
        if name.encode(codec) != names[at]:
            notes.append(Note.of("field name cut", name, field=name))
        free = _free_name(name, taken)
        if free != name:
            notes.append(Note.of("field renamed", free, field=name, renamed=free))
        taken.add(free)
        if at in texts:
            cell = texts[at]
            decoded = [text_in(raw, codec, cell.width) or "" for raw in cell.raw]
            cut = sum(t.encode(codec) != r for t, r in zip(decoded, cell.raw, strict=True))
            if cut:
                notes.append(Note.of("text cut", free, field=free, count=cut))
            column = column.replace([raw.decode("latin-1") for raw in cell.raw], decoded)  # noqa: PLW2901
        result.append(column.alias(free))
    return pl.DataFrame(result), notes


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name or "field", 1
    while free in taken:
        number += 1
        free = f"{name or 'field'}_{number}"
    return free


def _refuse(
    columns: Sequence[pl.Series],
    cells: list[_Cells],
    names: list[bytes],
    tried: list[str],
    place: str,
) -> None:
    fault = _first_fault(cells, names, tried[-1])
    assert fault is not None, "refused without a fault"
    at, raw = fault
    where = place
    if at in {cell.field for cell in cells} and raw != names[at]:
        rows = (columns[at] == raw.decode("latin-1")).arg_true()
        where = f"{place} #{rows[0] + 1}"
    field = names[at].decode("ascii", errors="backslashreplace")
    raise Refused.because(
        ENCODING_UNKNOWN,
        where,
        field=field,
        bytes=raw[:12].hex(" "),
        tried=", ".join(tried).upper(),
    )


def codec_of(name: str) -> str:
    """The Python name of an encoding; E-UP-02 when there is none."""
    plain = name.strip().lower().replace("ansi", "").replace("cp", "").strip()
    plain = {"65001": "utf-8", "936": "gb18030", "54936": "gb18030", "950": "big5"}.get(plain, name)
    try:
        codec = codecs.lookup(plain.strip()).name
    except LookupError:
        raise Refused.because(ENCODING_UNKNOWN, name, field="—", bytes="—", tried=name) from None
    return "gb18030" if codec in _CHINESE else codec


def _family(declared: str) -> str:
    try:
        return codec_of(declared)
    except Refused:
        return declared.lower()

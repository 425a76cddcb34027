"""Text files: their bytes in the encoding they are really in."""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qingshan.core.geo.dbf import EncodingFound, codec_of
from qingshan.core.geo.formats.raw import Wishes
from qingshan.core.geo.limits import keep_within
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import ENCODING_UNKNOWN
from qingshan.core.kernel.errors import Refused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_XML_SAYS = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def read_text(
    path: Path, name: str, wishes: Wishes, *, declared: str | None = "UTF-8"
) -> tuple[str, EncodingFound, list[Note]]:
    """The text of a file by the ladder: named by the user, byte order mark, UTF-8, GB18030.

    Parameters
    ----------
    path, name : Path, str
        The file, and what it is called for people.
    wishes : Wishes
        The encoding the user names; how many bytes are allowed.
    declared : str, optional
        What the format prescribes or the file says; another content is then noted.

    Raises
    ------
    Refused
        E-UP-13 too many bytes; E-UP-02 bytes that fit no encoding.
    """
    size = path.stat().st_size
    keep_within(name, ("文件字节数", "bytes"), size, wishes.limits.text_bytes)
    data = path.read_bytes()
    if wishes.encoding:
        tried = [codec_of(wishes.encoding)]
    else:
        marked = [codec for mark, codec in _MARKS if data.startswith(mark)]
        tried = marked or ["utf-8", "gb18030"]
    for codec in tried:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        found = codec.removesuffix("-sig").upper()
        if wishes.encoding:
            return text.removeprefix("\ufeff"), EncodingFound(found, "given"), []
        return text, *_judged(name, found, declared)
    raise Refused.because(
        ENCODING_UNKNOWN, name, field="—", bytes=data[:12].hex(" "), tried=", ".join(tried).upper()
    )


@contextmanager
def without_cycles() -> Iterator[None]:
    """Many small objects are built that form no cycles: looking for some would double the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def encoding_in_xml(path: Path) -> str:
    """What the first line of an XML file says of its encoding; UTF-8 when it is silent."""
    with path.open("rb") as handle:
        said = _XML_SAYS.match(handle.read(400).removeprefix(codecs.BOM_UTF8))
    return said[1].decode("ascii") if said else "UTF-8"


def _judged(name: str, found: str, declared: str | None) -> tuple[EncodingFound, list[Note]]:
    if declared is None:
        return EncodingFound(found, "content"), []
    if _plain(declared) == _plain(found):
        return EncodingFound(found, "format"), []
    note = Note.of("encoding declared wrongly", name, declared=declared, found=found)
    return EncodingFound(found, "content"), [note]


def _plain(encoding: str) -> str:
    try:
        return codec_of(encoding)
    except Refused:
        return encoding.lower()

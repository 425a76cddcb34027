"""Papers: a template and data become a PDF that is the same, byte for byte, every time."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.refusals import FONTS_MISSING, NO_GLYPH, TOO_LONG

APPS = Path(__file__).resolve().parents[1]
"""Templates may read each other below this folder and nothing else."""

FONTS = APPS.parent / "vendor" / "fonts"
FONT_FILES = (
    "NotoSansSC_400Regular.ttf",
    "NotoSansSC_700Bold.ttf",
    "NotoSerifSC_400Regular.ttf",
    "NotoSerifSC_700Bold.ttf",
)

INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Unicode categories that print nothing or turn the reading order: never part of a name."""

QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004:2015, 5.3.8)."""

_MISSING = re.compile(r"the text [`\"]*(.+?)[`\"]* could not be displayed")
_TOO_LONG = re.compile(r"does not fit: ([^\"\\]+)")


def render(template: Path, data: Mapping[str, Any], *, title: str, dated: date) -> bytes:
    """The PDF of a template below ``apps``, filled with data.

    Data reach the template as JSON (``sys.inputs.data``) and are shown as they are: no text of a
    user is ever read as markup. The clock, the fonts of the machine and the network play no part.

    ``template`` is a ``.typ`` file that takes its frame from ``base/papers/parts.typ``; ``data``
    holds texts, integers, truth values, lists and mappings; ``title`` is read aloud by readers;
    ``dated`` is kept in the metadata in place of the time of making.

    Raises
    ------
    Refused
        E-PF-11 fonts missing, E-PF-12 a character without a glyph, E-PF-13 text that does not fit.
    """
    inputs = {**data, "title": title, "dated": dated.isoformat()}
    if invisible := _invisible(inputs):
        raise Refused.because(NO_GLYPH, title, problem=", ".join(sorted(invisible)))
    try:
        pdf, notes = typst.compile_with_warnings(
            template,
            root=APPS,
            font_paths=_fonts(FONTS),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
            # To be kept and to be read aloud; both also refuse a character without a glyph.
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.combine(dated, time(), UTC),
        )
    except typst.TypstError as fault:
        raise _as_refusal(fault, title) or fault from fault
    assert not notes, f"{template.name}: {notes[0].message}"
    assert isinstance(pdf, bytes)
    return pdf


def qr_svg(text: str) -> str:
    """A QR code of level Q as SVG, one unit a module, with its quiet zone."""
    code = segno.make_qr(text, error="q", boost_error=False)
    buffer = io.BytesIO()
    code.save(buffer, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=True, light="#fff")
    return buffer.getvalue().decode().strip()


def qr_modules(text: str) -> int:
    """How many modules a side of the QR code has, without its quiet zone."""
    return int(segno.make_qr(text, error="q", boost_error=False).symbol_size(border=0)[0])


@lru_cache(maxsize=2)
def _fonts(folder: Path) -> typst.Fonts:
    """The four fonts, read once; a missing one would leave gaps where names stand."""
    missing = [name for name in FONT_FILES if not (folder / name).is_file()]
    if missing:
        place = "/".join(folder.parts[-3:])
        raise Refused.because(FONTS_MISSING, place, names=", ".join(missing))
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


def _invisible(value: Any) -> set[str]:
    """Code points in any text of the data that a reader would not see."""
    if isinstance(value, str):
        return {f"U+{ord(c):04X}" for c in value if unicodedata.category(c) in INVISIBLE}
    if isinstance(value, Mapping):
        return _invisible(list(value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(_invisible, value))
    return set()


def _as_refusal(fault: typst.TypstError, title: str) -> Refused | None:
    """What the data did wrong; a fault of the template stays an exception."""
    said = " ".join([str(fault), *map(str, getattr(fault, "hints", []))])
    if match := _MISSING.search(said):
        return Refused.because(NO_GLYPH, title, problem=match.group(1))
    if match := _TOO_LONG.search(said):
        return Refused.because(TOO_LONG, title, problem=match.group(1).strip())
    return None

"""Papers that people of a demonstration attach, as pictures; each says that it is made up."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from qingshan.apps.base import files
from qingshan.apps.base.paper import FONTS

MADE_UP = "（演示材料，虚构）"
_FONT = FONTS / "NotoSansSC_400Regular.ttf"
_WIDTH, _MARGIN, _LINE, _SIZE = 720, 48, 48, 26


def kept_slip(name: str, lines: Sequence[str]) -> int:
    """Keep a picture of some lines of writing, and answer its key."""
    told = [*lines, MADE_UP]
    height = 2 * _MARGIN + _LINE * len(told)
    picture = Image.new("RGB", (_WIDTH, height), "#fffdf7")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(_FONT), _SIZE)
    for row, line in enumerate(told):
        pen.text((_MARGIN, _MARGIN + row * _LINE), line, fill="#222", font=font)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    key: int = files.keep(buffer.getvalue(), name=f"{name}.png", media_type="image/png").pk
    return key

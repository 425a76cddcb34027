"""The pictures of the README, taken from a running demonstration.

    python scripts/screenshots.py http://127.0.0.1:8000

Chromium must be on the path; pages come from the demonstration province.
"""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
COLOURS = 256
SETTLED_MS = 1_200


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the address, and the size of the screen."""

    name: str
    path: str
    width: int
    height: int


SHOTS = (
    Shot("home", "/", 1366, 1180),
    Shot("ticket", "/tickets/GZ-2024-000003-6/", 1366, 1500),
    Shot("phone", "/verify/GZ-2024-000003-6", 360, 900),
)


def main(site: str) -> None:
    """Take every picture and the certificate."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        sys.exit("Chromium is not on the path")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in SHOTS:
            keep(shot.name, Image.open(io.BytesIO(taken(browser, site, shot))))
        pdf = browser.new_context().request.get(f"{site}/tickets/GZ-2024-000003-6/face.pdf").body()
    page = pypdfium2.PdfDocument(pdf)[0]
    keep("certificate", page.render(scale=1.4).to_pil())


def taken(browser: Browser, site: str, shot: Shot) -> bytes:
    """The screen as PNG."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto(site + shot.path)
    page.wait_for_timeout(SETTLED_MS)
    return page.screenshot()


def keep(name: str, picture: Image.Image) -> None:
    """Write a picture with a palette, so that it stays small."""
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")

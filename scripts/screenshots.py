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
LIMIT_BYTES = 300_000
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
    """Write a picture in true colour, or with a palette where it would be too large."""
    path = FOLDER / f"{name}.png"
    picture = picture.convert("RGB")
    picture.save(path, optimize=True)
    if path.stat().st_size >= LIMIT_BYTES:
        # Means of clusters keep the few blue and gold points that a mere halving would lose.
        small = picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
    if path.stat().st_size >= LIMIT_BYTES:
        sys.exit(f"{path.name} has more than {LIMIT_BYTES // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")

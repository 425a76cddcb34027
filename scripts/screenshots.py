"""Make the pictures of the README from a running demonstration.

``python scripts/screenshots.py http://127.0.0.1:8000`` writes home, ticket, phone and certificate
into ``docs/pictures``, each reduced to a palette and below 300 kB. Needs Chromium on the path or
the one of playwright.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LIMIT_BYTES = 300_000
COLOURS = (256, 128, 64, 32)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
DESK, DESK_SHOWN_PX = {"width": 1366, "height": 900}, 1500
PHONE = {"width": 360, "height": 740}
SETTLE_MS = 800
"""Maps are drawn and fonts are there by then."""


def main() -> int:
    """Take the four pictures; 1 when one is too large."""
    reader = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    reader.add_argument("site", nargs="?", default="http://127.0.0.1:8000")
    site = reader.parse_args().site.rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        taken = pictures(browser, site)
        browser.close()
    return max(kept(name, picture) for name, picture in taken.items())


def pictures(browser: Browser, site: str) -> dict[str, Image.Image]:
    """The pictures by name."""
    desk = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    phone = browser.new_context(
        viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", device_scale_factor=2
    )
    page = desk.new_page()
    home = seen(page, f"{site}/", height_px=DESK_SHOWN_PX)
    # A pledged ticket tells more than one that nothing happened to; any will do.
    links = page.locator("main table tr", has=page.locator(".state")).locator(
        "a[href*='/tickets/']"
    )
    pledged = page.locator("main table tr", has_text="质押").locator("a[href*='/tickets/']")
    link = pledged.first if pledged.count() else links.first
    ticket = seen(page, f"{site}{link.get_attribute('href')}", height_px=DESK_SHOWN_PX)
    page.goto(f"{site}/retirements/")
    certificate = page.locator("main table a[href*='/retirements/']").first.get_attribute("href")
    paper = page.request.get(f"{site}{certificate}certificate.pdf").body()
    return {
        "home": home,
        "ticket": ticket,
        "phone": seen(phone.new_page(), f"{site}/", height_px=PHONE["height"]),
        "certificate": pypdfium2.PdfDocument(paper)[0].render(scale=1.5).to_pil(),
    }


def seen(page: Page, address: str, *, height_px: int) -> Image.Image:
    """The upper part of a page."""
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address}: {answer.status if answer else 'no answer'}")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MS)
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    scale = whole.width / page.viewport_size["width"] if page.viewport_size else 1
    return whole.crop((0, 0, whole.width, min(whole.height, round(height_px * scale))))


def kept(name: str, picture: Image.Image) -> int:
    """Write a picture with as many colours as the limit allows; 1 when none fits."""
    path = FOLDER / f"{name}.png"
    for colours in COLOURS:
        reduced = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        reduced.save(path, optimize=True)
        if path.stat().st_size < LIMIT_BYTES:
            print(
                f"{path.name}  {picture.width} × {picture.height}  {path.stat().st_size // 1000} kB"
            )
            return 0
    print(f"{path.name} has more than {LIMIT_BYTES // 1000} kB", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""The gallery of components in a real browser: languages, screens, large type, no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

Probe = Callable[..., list[Any]]

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
WALL = {"width": 1920, "height": 1080}


def address(site: str, language: str = "zh-hans", query: str = "") -> str:
    with translation.override(language):
        return f"{site}{reverse('look')}{query}"


def until(page: Page, expression: str) -> Any:
    """Ask again until it holds; the page's own policy forbids the browser's evaluating wait."""
    for _ in range(100):
        found = page.evaluate(expression)
        if found:
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")


def settle(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")


def enlarge(page: Page, url: str) -> None:
    page.context.add_cookies([{"name": "elder", "value": "1", "url": url}])


@pytest.mark.parametrize("size", [PHONE, DESK, WALL], ids=["phone", "desk", "wall"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_is_whole(
    site: str, open_page: Any, probe: Probe, size: dict[str, int], language: str
) -> None:
    page, watched = open_page(size)
    settle(page, address(site, language))
    for question in ("tooWide", "lowContrast", "unnamed", "brokenHeadings", "garbled"):
        assert probe(page, question) == [], question
    assert probe(page, "smallTargets", 44) == []
    hosts = {urlsplit(url).netloc for url in watched.requested if url.startswith("http")}
    assert hosts == {urlsplit(site).netloc}
    assert watched.faults == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_large_type_keeps_its_promise(
    site: str, open_page: Any, probe: Probe, size: dict[str, int], language: str
) -> None:
    """18 pt and more for the main text, 60 px targets, 4.5:1, nothing cut off (MIIT elder spec)."""
    page, watched = open_page(size)
    enlarge(page, site)
    settle(page, address(site, language, "?wrong=1"))
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 24
    assert (
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") >= 33
    )
    for question in ("tooWide", "lowContrast", "unnamed"):
        assert probe(page, question) == [], question
    assert probe(page, "smallTargets", 60) == []
    assert watched.faults == []


def test_switches_keep_the_page(site: str, desk: Page) -> None:
    settle(desk, address(site))
    desk.click(".tools >> text=English")
    assert urlsplit(desk.url).path == "/en/look/"
    assert desk.get_attribute("html", "lang") == "en"
    desk.click(".tools >> text=Large type")
    assert urlsplit(desk.url).path == "/en/look/"
    assert desk.locator("html.elder").count() == 1
    desk.click(".tools >> text=Standard type")
    assert desk.locator("html.elder").count() == 0
    desk.click(".tools >> text=中文")
    assert urlsplit(desk.url).path == "/look/"
    assert desk.context.cookies() == []


def test_page_works_without_script(site: str, open_page: Any) -> None:
    page, _ = open_page(PHONE, java_script_enabled=False)
    settle(page, address(site))
    assert page.locator(".map svg.province").first.is_visible()
    page.click(".menu > summary")
    assert page.locator(".menu a[lang=en]").is_visible()
    page.locator("#figures summary.value").click()
    assert page.locator("#figures .why").first.is_visible()
    assert page.locator("input[type=file]").is_visible()


def test_table_becomes_cards_on_a_phone(site: str, phone: Page) -> None:
    settle(phone, address(site))
    cell = phone.locator("#tables tbody tr").first.locator("td").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"坐落"'
    assert cell.evaluate("e => getComputedStyle(e).display") == "flex"


def test_map_answers_its_list(site: str, desk: Page) -> None:
    settle(desk, address(site))
    desk.wait_for_selector(".map .ground.live canvas")
    desk.wait_for_timeout(200)
    zoom = "document.querySelector('[data-map]').map.getView().getZoom()"
    before = desk.evaluate(zoom)
    desk.click("[data-show='3']")
    until(desk, f"{zoom} > {before} + 1")
    box = desk.locator(".map .ground.live").first.bounding_box()
    assert box is not None
    desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.wait_for_selector(".map .where.on")
    assert desk.inner_text(".map .where").startswith("CGCS2000 107.")


def test_dropped_file_is_named(site: str, desk: Page) -> None:
    settle(desk, address(site))
    content = {"name": "小班.geojson", "mimeType": "application/geo+json", "buffer": b"{}"}
    desk.set_input_files("input[type=file]", files=[content])
    assert "小班.geojson" in desk.inner_text(".drop .files")


def test_errors_are_said_at_once_and_lead_to_their_fields(site: str, desk: Page) -> None:
    settle(desk, address(site, query="?wrong=1"))
    links = desk.locator("#errors .jump a")
    assert links.count() == 7
    assert desk.evaluate("document.activeElement.id") == "errors"
    for place in range(links.count()):
        target = links.nth(place).get_attribute("href")
        assert target
        assert desk.locator(target).count() == 1, target
    assert desk.locator("[aria-invalid=true]").count() >= 5


def test_skip_link_comes_first(site: str, desk: Page) -> None:
    settle(desk, address(site))
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "main"


def test_print_leaves_the_frame_out(site: str, desk: Page) -> None:
    settle(desk, address(site))
    desk.emulate_media(media="print")
    for hidden in (".nav", ".tools", ".btn", ".foot nav", ".ridges"):
        assert not desk.locator(hidden).first.is_visible(), hidden
    assert desk.locator(".foot .printed").is_visible()
    assert desk.locator("#tables thead").is_visible()

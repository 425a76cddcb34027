"""The maps in a real browser: conflicts that speak, drawing by finger, keys and coordinates."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
import shapely
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
RED = np.array([200, 16, 46])
GRAVE = {"serious", "critical"}
CONFLICTS = "[data-map=conflicts]"
DRAWN = "#id_drawn"
TAPS = ((0.3, 0.35), (0.7, 0.3), (0.75, 0.7), (0.35, 0.75))


def opened(site: str, page: Page, path: str = "/look/") -> None:
    page.goto(f"{site}{path}")
    page.wait_for_selector(f"{CONFLICTS} .ground.live canvas")
    page.wait_for_selector(".drawing .handles:not([hidden])")
    page.wait_for_load_state("networkidle")


def until(page: Page, expression: str) -> Any:
    """Ask again until it holds; the page's own policy forbids the browser's evaluating wait."""
    for _ in range(100):
        found = page.evaluate(expression)
        if found:
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")


def red_share(page: Page, selector: str) -> float:
    """The share of pixels in the colour of conflicts."""
    image = Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("RGB")
    pixels = np.asarray(image).astype(int)
    return float((np.abs(pixels - RED).sum(axis=2) < 40).mean())


def areas(page: Page) -> list[shapely.Geometry]:
    """The polygons in the hidden field, which must each be valid GeoJSON."""
    text = page.input_value(DRAWN)
    if not text:
        return []
    return [
        shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(text)["features"]
    ]


def spots(page: Page) -> list[tuple[float, float]]:
    page.locator(".drawing .ground").scroll_into_view_if_needed()
    box = page.locator(".drawing .ground").bounding_box()
    assert box is not None
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in TAPS]


def test_conflicts_stand_out_and_the_list_says_the_same(site: str, open_page: Any) -> None:
    page, watched = open_page(DESK)
    opened(site, page)
    page.locator(CONFLICTS).scroll_into_view_if_needed()
    until(page, f"document.querySelector('{CONFLICTS}').map.getView().getZoom() > 12")
    assert red_share(page, f"{CONFLICTS} .ground") > 0.003
    numbers = page.locator("#conflicts .numbered > li")
    assert numbers.count() == 2
    assert page.locator("#conflicts li button:visible").count() == 2
    page.click(f"{CONFLICTS} [data-layer=conflict]")
    page.wait_for_timeout(300)
    assert red_share(page, f"{CONFLICTS} .ground") < 0.0005
    hosts = {urlsplit(url).netloc for url in watched.requested if url.startswith("http")}
    assert hosts == {urlsplit(site).netloc}
    assert watched.faults == []


def test_list_and_map_point_at_each_other(site: str, desk: Page) -> None:
    opened(site, desk)
    view = f"document.querySelector('{CONFLICTS}').map.getView()"
    before = desk.evaluate(f"{view}.getZoom()")
    desk.click("#conflicts-2 button")
    until(desk, f"{view}.getZoom() > {before} && !{view}.getAnimating()")
    card = desk.locator(f"{CONFLICTS} .card")
    assert "GZ-2024-000007-4" in card.inner_text()
    assert "picked" in (desk.get_attribute("#conflicts-2", "class") or "")
    desk.keyboard.press("Escape")
    desk.locator(f"{CONFLICTS} .card button").click()
    assert not card.is_visible()
    desk.click("#conflicts-1 button")
    until(desk, f"!{view}.getAnimating()")
    desk.locator(f"{CONFLICTS} .card button").click()
    box = desk.locator(f"{CONFLICTS} .ground").bounding_box()
    assert box is not None
    desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.wait_for_selector("#conflicts-1.picked")
    assert card.is_visible()
    assert desk.inner_text(f"{CONFLICTS} .where").startswith("CGCS2000 108.4")


def test_a_finger_draws_an_area(site: str, open_page: Any) -> None:
    page, watched = open_page(PHONE, has_touch=True, is_mobile=True)
    opened(site, page)
    page.locator(".drawing [data-act=start]").tap()
    for x, y in spots(page):
        page.touchscreen.tap(x, y)
        page.wait_for_timeout(350)
    assert "4" in page.inner_text(".drawing .telling")
    page.locator(".drawing [data-act=undo]").tap()
    assert "3" in page.inner_text(".drawing .telling")
    x, y = spots(page)[-1]
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(350)
    page.locator(".drawing [data-act=finish]").tap()
    until(page, "document.querySelectorAll('.drawing .drawn li').length == 2")
    first, drawn = areas(page)
    assert first.is_valid
    assert drawn.is_valid
    assert len(drawn.exterior.coords) == 5
    assert 103 < drawn.centroid.x < 110
    assert 24 < drawn.centroid.y < 30
    assert "共 2 块" in page.inner_text(".drawing .sum")
    heights = page.locator(".drawing .handles button:visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    page.locator(".drawing .drawn li").nth(1).get_by_text("删除").tap()
    assert len(areas(page)) == 1
    page.locator(".drawing [data-act=undo]").tap()
    assert len(areas(page)) == 2
    assert watched.faults == []


def test_area_is_that_of_the_ellipsoid(site: str, desk: Page) -> None:
    """What the page says in mu agrees with the geodesic area to a hundred-thousandth."""
    from qingshan.core.geo.area import areas_m2

    opened(site, desk)
    (shape,) = areas(desk)
    told = desk.inner_text(".drawing .drawn li b").split("·")[1].replace("亩", "").replace(",", "")
    assert float(told) == pytest.approx(areas_m2(np.array([shape]))[0] * 15 / 10_000, abs=0.006)


def test_keys_alone_draw_and_leave(site: str, desk: Page) -> None:
    opened(site, desk)
    desk.locator(".drawing [data-act=start]").focus()
    desk.keyboard.press("Enter")
    until(desk, "document.activeElement.matches('.drawing .ground')")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        desk.keyboard.press("Enter")
        desk.keyboard.press(key)
        desk.wait_for_timeout(400)
    desk.keyboard.press("Enter")
    assert "4" in desk.inner_text(".drawing .telling")
    desk.keyboard.press("Shift+Tab")
    assert desk.evaluate("!!document.activeElement.closest('.drawing .handles')")
    desk.locator(".drawing [data-act=finish]").focus()
    desk.keyboard.press("Enter")
    until(desk, "document.querySelectorAll('.drawing .drawn li').length == 2")
    assert areas(desk)[1].is_valid
    desk.locator(f"{CONFLICTS} .ground").focus()
    for _ in range(4):
        desk.keyboard.press("Tab")
    assert not desk.evaluate(f"!!document.activeElement.closest('{CONFLICTS}')")


def test_coordinates_are_the_twin_of_the_drawing(site: str, desk: Page) -> None:
    opened(site, desk)
    desk.click(".drawing .corners summary")
    box = desk.locator("#id_drawn_corners")
    assert box.input_value().startswith("108.44")
    box.fill("108.1,26.1\n108.11，26.1\n108.11 26.11\n\n108.2,26.2\n108.21,26.2\n108.2,26.21")
    desk.click(".drawing [data-act=enter]")
    assert [len(area.exterior.coords) for area in areas(desk)] == [4, 4]
    box.fill("108.1,26.1\n东经一百零八度\n108.11,26.11")
    desk.click(".drawing [data-act=enter]")
    assert "第 2 行" in desk.inner_text(".drawing .telling")
    # What was typed last is what will be sent: the form then names the line, too.
    assert areas(desk) == []
    assert "东经" in box.input_value()
    assert desk.locator(".drawing .drawn li").count() == 2


def test_a_boundary_that_crosses_itself_is_said(site: str, desk: Page) -> None:
    opened(site, desk)
    desk.click(".drawing .corners summary")
    desk.fill("#id_drawn_corners", "108.1,26.1\n108.11,26.11\n108.11,26.1\n108.1,26.11")
    desk.click(".drawing [data-act=enter]")
    assert "交叉" in desk.inner_text(".drawing .telling.bad")
    assert "交叉" in desk.inner_text(".drawing .drawn li.bad .note")


def test_position_is_asked_for_only_by_a_press(site: str, open_page: Any) -> None:
    here = {"latitude": 26.58, "longitude": 107.98, "accuracy": 12}
    page, _ = open_page(PHONE, geolocation=here, permissions=["geolocation"])
    opened(site, page)
    assert "定位" not in page.inner_text(".drawing .telling")
    page.click(".drawing [data-act=locate]")
    until(page, "document.querySelector('.drawing .telling').textContent.includes('12')")
    page.context.clear_permissions()
    refused, _ = open_page(PHONE)
    opened(site, refused)
    refused.click(".drawing [data-act=locate]")
    until(refused, "document.querySelector('.drawing .telling').textContent.includes('没有取得')")


def test_without_script_a_still_picture_stands(site: str, open_page: Any) -> None:
    page, _ = open_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}/look/")
    still = page.locator(f"{CONFLICTS} svg.closeup")
    assert still.is_visible()
    assert still.locator(".mark-text").all_text_contents() == ["1", "2"]
    assert red_share(page, f"{CONFLICTS} .ground") > 0.002
    assert page.locator("#id_drawn_corners").is_visible()
    assert page.locator("#conflicts li button:visible").count() == 0


@pytest.mark.parametrize("path", ["/look/", "/en/look/"])
def test_axe_finds_nothing_grave_on_maps(site: str, open_page: Any, path: str) -> None:
    page, watched = open_page(PHONE)
    opened(site, page, path)
    page.click("#conflicts-1 button")
    page.click(".drawing .corners summary")
    found = Axe().run(page).response["violations"]
    grave = [
        (rule["id"], node["html"][:120])
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if ".map" in str(node["target"]) or ".drawing" in str(node["target"])
    ]
    assert grave == []
    assert watched.faults == []


def test_a_finger_drawing_is_checked_and_shown(site: str, open_page: Any) -> None:
    """From a position in the forest to the map of the result, without an account or a cookie."""
    here = {"latitude": 26.65, "longitude": 109.21, "accuracy": 8}
    page, watched = open_page(
        PHONE, has_touch=True, is_mobile=True, geolocation=here, permissions=["geolocation"]
    )
    page.goto(f"{site}/check/?way=draw")
    page.wait_for_selector(".drawing .handles:not([hidden])")
    page.locator(".drawing [data-act=locate]").tap()
    view = "document.querySelector('[data-draw]').map.getView()"
    until(page, f"{view}.getZoom() > 16.9 && !{view}.getAnimating()")
    page.locator(".drawing [data-act=start]").tap()
    for x, y in spots(page):
        page.touchscreen.tap(x, y)
        page.wait_for_timeout(350)
    # Sent with the area still open: three corners and more are closed, not lost.
    page.get_by_role("button", name="开始检查").tap()
    page.wait_for_selector("[data-map=check] .ground.live canvas")
    assert page.locator("[data-map=check] .layers li").count() >= 4
    card = page.inner_text("main")
    assert "锦屏县" in card
    told = page.evaluate(
        "document.querySelector('[data-map=check]').map.getLayers().getArray()"
        ".flatMap(l => l.getSource().getFeatures?.() ?? [])"
        ".filter(f => String(f.getId()).startsWith('p')).length"
    )
    assert told == 1
    assert page.context.cookies() == []
    assert watched.faults == []


def test_map_of_tickets_brings_the_compartments_when_near(site: str, open_page: Any) -> None:
    page, watched = open_page(DESK)
    page.goto(f"{site}/map/")
    page.wait_for_selector("[data-map=tickets] .ground.live canvas")
    page.locator("#main [data-show], main [data-show]").first.click()
    view = "document.querySelector('[data-map=tickets]').map.getView()"
    until(page, f"{view}.getZoom() > 12 && !{view}.getAnimating()")
    layer = "document.querySelector('[data-map=tickets]').map.getLayers().getArray()[1]"
    until(page, f"{layer}.getFeaturesInExtent({view}.calculateExtent()).length > 0")
    names = page.evaluate(
        f"{layer}.getFeaturesInExtent({view}.calculateExtent())"
        ".map(f => Object.keys(f.getProperties()))"
    )
    allowed = {"name", "group", "age", "area_mu", "coarse", "layer", "count"}
    assert {word for each in names for word in each} <= allowed
    asked = [url for url in watched.requested if "/tiles/compartments/" in url]
    assert asked
    assert watched.faults == []


def test_picture_with_links_is_no_picture(site: str, desk: Page) -> None:
    desk.goto(f"{site}/")
    for picture in desk.locator("svg.province").all():
        role = picture.get_attribute("role")
        assert role == ("group" if picture.locator("a").count() else "img")

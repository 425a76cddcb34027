"""The pre-check in a browser: from a file to verdict and map, without an account."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pypdf
import pytest
import shapely
from playwright.sync_api import Page

from tests.zoo.geodata import CASES, Case, animals

pytestmark = pytest.mark.browser

Make = Callable[..., Path]
PHONE = {"width": 360, "height": 740}
SHOWN = "#verdict, #errors, main [aria-live=assertive]"
COUNT_RED = """() => {
  let count = 0;
  for (const canvas of document.querySelectorAll("[data-map=check] canvas")) {
    const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    for (let at = 0; at < all.length; at += 4)
      if (all[at] > 150 && all[at + 1] < 130 && all[at + 2] < 130 && all[at + 3] > 0) count += 1;
  }
  return count;
}"""


def send(page: Page, site: str, path: Path, *, prefix: str = "", **told: str) -> str:
    """Choose a file, press the button, and answer what the page says then."""
    page.goto(f"{site}{prefix}/check/")
    return press(page, path, **told)


def press(page: Page, path: Path, **told: str) -> str:
    page.set_input_files("input[type=file]", path)
    for name, value in {"first_day": "2019-01-01", "last_day": "2023-12-31", **told}.items():
        box = page.locator(f"#id_{name}")
        if not box.is_visible():
            page.locator("details", has=box).locator("summary").first.click()
        is_choice = box.evaluate("box => box.tagName") == "SELECT"
        (box.select_option if is_choice else box.fill)(value)
    page.evaluate("document.querySelector('main').dataset.old = '1'")
    page.locator("#check .row > .btn").last.click()
    page.wait_for_selector("main:not([data-old])")
    page.wait_for_selector(SHOWN)
    return page.inner_text("main")


@pytest.fixture
def nothing_stays(standing: Any) -> Iterator[None]:
    before = standing.kept()
    yield
    assert standing.kept() == before


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_telephone_comes_from_file_to_verdict(
    site: str, open_page: Any, survey_file: Make, nothing_stays: None, prefix: str
) -> None:
    page, watched = open_page(PHONE, has_touch=True)
    told = send(page, site, survey_file("某村集体.zip"), prefix=prefix)
    assert re.search(r"P-[0-9A-Z]{4}-\d\d", told)
    assert "锦屏县" in told
    assert page.locator(".rules > li").count() >= 15
    assert page.locator(".btn.main:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator(".rules summary").first.click()
    assert page.locator(".rules details[open] .note").first.is_visible()
    assert page.context.cookies() == []
    assert watched.faults == []


def test_large_type_leaves_no_cookie_here(site: str, open_page: Any, survey_file: Make) -> None:
    """The switch puts the wish into the address, and the check keeps it."""
    page, _ = open_page(PHONE)
    page.goto(f"{site}/check/")
    page.click(".menu > summary")
    page.locator(".menu").get_by_text("长辈版").first.click()
    page.wait_for_url("**/check/?elder=1")
    assert page.locator("html.elder").count() == 1
    press(page, survey_file())
    assert page.locator("html.elder").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.context.cookies() == []


def test_land_that_is_claimed_already_is_red_on_the_map(
    site: str, standing: Any, desk: Page, tmp_path: Path
) -> None:
    """The ground of a ticket of the story: a numbered conflict on the map and in the list."""
    from qingshan.core.carbon.example import Recipe, generate_compartments
    from qingshan.core.geo.writing import write_shapefile

    ((shape, county),) = standing.ask(
        "select c.shape, c.county_code from land_compartment c join land_claim k on "
        "k.survey_id = c.survey_id where k.state = 'issued' order by c.id limit 1"
    )
    place = shapely.box(109.18, 26.62, 109.24, 26.68)
    frame, others = generate_compartments(place, Recipe(count=1, seed=3, county=county))
    others[0] = shapely.from_wkb(bytes(shape))
    path = tmp_path / "again.zip"
    write_shapefile(path, frame, others, crs="EPSG:4524", encoding="GBK")
    told = send(desk, site, path)
    assert "GZ-20" in told
    conflicts = desk.locator(".conflicts > li")
    assert conflicts.count() >= 1
    desk.wait_for_selector("[data-map=check] canvas")
    desk.wait_for_timeout(800)
    assert desk.evaluate(COUNT_RED) > 50
    desk.locator(".conflicts a[data-show]").first.click()
    assert desk.locator(".conflicts > li.picked").count() == 1


def test_every_animal_of_the_zoo_meets_the_page(
    site: str, open_page: Any, tmp_path_factory: pytest.TempPathFactory, standing: Any
) -> None:
    """One visit for all cases: recognised facts and findings stand on the page as on the card."""
    page, watched = open_page({"width": 1366, "height": 768})
    before = standing.kept()
    page.goto(f"{site}/check/")
    wrong = {}
    zoo = animals(tmp_path_factory.mktemp("zoo"))
    for number, (name, (path, one)) in enumerate(zoo.items()):
        if path.is_dir():
            continue
        # As many visitors: the gate counts what one address asks.
        page.set_extra_http_headers({"X-Forwarded-For": f"10.0.{number}.1"})
        said = _seen(page, site, path, one)
        missing = [fact for fact in _facts(one) if fact not in said]
        if missing or (one.expected.verdict == "asks" and "请确认" not in said):
            wrong[name] = missing or ["请确认"]
    assert wrong == {}
    assert len(CASES) >= 40
    assert watched.faults == []
    assert page.context.cookies() == []
    assert standing.kept() == before


def _facts(one: Case) -> list[str]:
    expected = one.expected
    facts = [code for code in expected.codes if code.startswith("E-")]
    return facts + [fact for fact in (expected.crs, expected.encoding) if fact]


def _seen(page: Page, site: str, path: Path, one: Case) -> str:
    """The words of the page and of what is folded away in it, told to a visitor who is new."""
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{site}/check/")
    press(page, path, **one.answers)
    text: str = page.evaluate("document.querySelector('main').textContent")
    return text


def test_an_answer_sends_the_file_again(site: str, desk: Page, survey_file: Make) -> None:
    told = send(desk, site, survey_file("bare.zip", without=(".prj",), crs="EPSG:4545"))
    assert "E-UP-03" in told or "请确认" in told
    desk.evaluate("document.querySelector('main').dataset.old = '1'")
    desk.locator("button[name=answer][value='crs=EPSG:4545']").click()
    desk.wait_for_selector("main:not([data-old]) #verdict")
    assert desk.locator(".rules > li").count() >= 15
    assert "108" in desk.inner_text("#verdict")
    assert desk.input_value("#id_crs") == "EPSG:4545"


def test_facts_told_beside_the_file_stay_and_count(
    site: str, desk: Page, survey_file: Make
) -> None:
    """A bare file and three facts: by growth curve, and the answers stand after an error too."""

    def bare(frame: pl.DataFrame, shapes: Any) -> tuple[pl.DataFrame, Any]:
        return frame.select("XIAN", "LIN_BAN", "XIAO_BAN"), shapes

    path = survey_file("bare.zip", edit=bare)
    desk.goto(f"{site}/check/")
    desk.locator("details", has=desk.locator("#id_species")).locator("summary").click()
    facts = {"species": "马尾松", "origin": "planted", "age_group": "2", "activity": "other"}
    for name, value in facts.items():
        desk.select_option(f"#id_{name}", value)
    press(desk, path, last_day="2000-01-01")
    assert "止日不能早于起日" in desk.inner_text("main")
    told = press(desk, path)
    assert "曲线来自河北北部，仅作参考" in told
    assert {name: desk.input_value(f"#id_{name}") for name in facts} == facts
    assert desk.locator("#id_species").is_visible()


def test_a_file_drawn_on_a_web_map_is_moved_back_when_its_sender_says_so(
    site: str, standing: Any, desk: Page, tmp_path: Path
) -> None:
    """The ground of a ticket in GCJ-02: suspected, asked, moved back, met where it lies."""
    from qingshan.core.geo.gcj02 import wgs84_to_gcj02
    from qingshan.core.geo.writing import write_geojson

    stored = standing.ask(
        "select c.shape from land_compartment c join land_claim k on k.survey_id = c.survey_id "
        "where k.state = 'issued' and k.id = (select min(id) from land_claim where state = "
        "'issued') order by c.id limit 4"
    )
    true = shapely.from_wkb([bytes(shape) for (shape,) in stored])
    drawn = shapely.transform(true, lambda p: np.column_stack(wgs84_to_gcj02(p[:, 0], p[:, 1])))
    path = tmp_path / "mars.geojson"
    write_geojson(path, pl.DataFrame({"XIAO_BAN": list("1234")[: len(drawn)]}), drawn)
    told = send(desk, site, path)
    assert "疑似火星坐标" in told
    desk.evaluate("document.querySelector('main').dataset.old = '1'")
    desk.get_by_role("button", name="按 GCJ-02 纠偏后再查").click()
    desk.wait_for_selector("main:not([data-old]) #verdict")
    told = desk.inner_text("main")
    assert "纠偏" in told
    assert "疑似火星坐标" not in told
    assert "GZ-20" in desk.inner_text(".conflicts")
    assert desk.input_value("#id_shift") == "GCJ-02"


def test_without_script(site: str, open_page: Any, survey_file: Make) -> None:
    page, _ = open_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}/check/")
    page.set_input_files("input[type=file]", survey_file())
    page.get_by_role("button", name="开始检查").click()
    page.wait_for_selector("#verdict")
    assert page.locator(".rules > li").count() >= 15
    assert "请重新选择文件" in page.inner_text("#check")
    assert page.locator("[data-map=check] svg").count() >= 1
    with page.expect_download() as given:
        page.get_by_role("button", name="下载预检报告").click()
    assert given.value.suggested_filename.endswith(".pdf")


def test_a_broken_network_waits_and_goes_on(site: str, open_page: Any, survey_file: Make) -> None:
    page, _ = open_page(PHONE)
    page.goto(f"{site}/check/")
    page.set_input_files("input[type=file]", survey_file())
    page.fill("#id_first_day", "2020-01-01")
    page.context.set_offline(True)
    page.get_by_role("button", name="开始检查").click()
    page.wait_for_selector(".check-wait .notice")
    assert "上传中断，恢复网络后可继续" in page.inner_text(".check-wait")
    assert page.input_value("#id_first_day") == "2020-01-01"
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1
    page.context.set_offline(False)
    page.wait_for_selector("#verdict")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    site: str, open_page: Any, tmp_path: Path
) -> None:
    page, watched = open_page(PHONE)
    page.goto(f"{site}/check/")
    page.evaluate("document.querySelector('form[data-check]').dataset.limit = '1000'")
    path = tmp_path / "large.zip"
    path.write_bytes(b"x" * 2000)
    page.set_input_files("input[type=file]", path)
    sent = [url for url in watched.requested if url.endswith("/check/")]
    page.get_by_role("button", name="开始检查").click()
    assert "50 MB" in page.inner_text(".check-wait")
    assert [url for url in watched.requested if url.endswith("/check/")] == sent


def hostile(frame: pl.DataFrame, shapes: Any) -> tuple[pl.DataFrame, Any]:
    """Markup where a name should stand, on a parcel that has to be named."""
    evil = "<img src=x onerror=document.title=1>"
    corners = shapely.get_coordinates(shapes[0].envelope)[:4]
    shapes[0] = shapely.Polygon(corners[[0, 2, 1, 3]])
    return frame.with_columns(pl.lit(evil).alias("XIAO_BAN")), shapes


def test_markup_in_a_file_stays_text(site: str, open_page: Any, survey_file: Make) -> None:
    page, watched = open_page({"width": 1366, "height": 768})
    path = survey_file("<b>x<b>.zip", edit=hostile)
    told = send(page, site, path)
    assert page.title() not in {"1", "2"}
    assert page.locator("main img").count() == 0
    assert "<img" in told
    assert "<b>x<b>" in told
    assert watched.faults == []


def test_report_as_paper_and_as_data(site: str, desk: Page, survey_file: Make) -> None:
    told = send(desk, site, survey_file("某林场.zip"))
    (number,) = set(re.findall(r"P-[0-9A-Z]{4}-\d\d", told))
    with desk.expect_download() as given:
        desk.get_by_role("button", name="下载预检报告").click()
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(_bytes(given.value))).pages
    )
    for words in (number, "逐条结论", "识别卡", "大约多少", "锦屏县", "估算不是承诺"):
        assert words in re.sub(r"\s", "", text), words
    desk.wait_for_timeout(1600)
    with desk.expect_download() as given:
        desk.get_by_role("button", name="JSON").click()
    data = json.loads(_bytes(given.value))
    assert data["precheck"]["id"] == number
    assert data["card"]["count"] == 6


def _bytes(download: Any) -> bytes:
    return Path(download.path()).read_bytes()


def test_a_shared_report_is_read_by_others_and_deleted_by_its_maker(
    site: str, desk: Page, open_page: Any, survey_file: Make, standing: Any
) -> None:
    told = send(desk, site, survey_file("张三家的林地.zip"))
    (number,) = set(re.findall(r"P-[0-9A-Z]{4}-\d\d", told))
    desk.get_by_role("button", name="分享").click()
    desk.wait_for_selector(".notice.good")
    link = desk.inner_text(".notice .link")
    other, _ = open_page(PHONE)
    answer = other.goto(link)
    assert answer.status == 200
    assert "noindex" in answer.headers["x-robots-tag"]
    seen = other.inner_text("main")
    assert number in seen
    assert "自动删除" in seen
    assert "张三" not in other.content()
    assert other.locator("button", has_text="删除").count() == 0
    assert other.context.cookies() == []
    desk.get_by_role("button", name="删除这份分享").click()
    desk.wait_for_selector("h1:has-text('分享已删除')")
    gone = other.goto(link)
    assert gone.status == 410
    assert "E-PO-09" in other.inner_text("main")
    rows = standing.ask("select state, contents from portal_sharedreport order by id desc limit 1")
    assert rows == [("withdrawn", "")]


def test_applying_takes_the_file_along(site: str, desk: Page, survey_file: Make) -> None:
    send(desk, site, survey_file("带走.zip"))
    desk.get_by_role("link", name="保存并开始申请").click()
    desk.wait_for_url("**/login/**")
    desk.fill("input[name=username]", "farm")
    desk.fill("input[name=password]", "qingshan-demo")
    desk.locator("main form button").first.click()
    desk.wait_for_url("**/desk/apply/**")
    desk.get_by_role("button", name="带着预检结果开始申请").click()
    desk.wait_for_url("**/land/**")
    desk.wait_for_function("document.querySelector('input[type=file]').files.length === 1")
    assert "带走.zip" in desk.inner_text("main")
    desk.goto(re.sub(r"/land/.*", "/method/", desk.url))
    assert desk.input_value("#id_first_day") == "2019-01-01"


def test_choosing_by_township_needs_no_script(site: str, open_page: Any, standing: Any) -> None:
    ((county, township),) = standing.ask(
        "select county_code, township from land_compartment where township <> '' limit 1"
    )
    page, _ = open_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}/check/?way=choose")
    page.select_option("#in_county", county)
    page.get_by_role("button", name="下一步").click()
    page.select_option("#in_township", township)
    page.get_by_role("button", name="下一步").click()
    page.locator("input[name=pick]").first.check()
    page.get_by_role("button", name="开始检查").click()
    page.wait_for_selector("#verdict")
    assert page.locator(".rules > li").count() >= 15

"""The register and a ticket's page: filters, the figure opened down to a source, map, downloads."""

from __future__ import annotations

import io
import re
from typing import Any

import polars as pl
import pypdf
import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DESK = {"width": 1366, "height": 768}
INK = """() => {
  const all = [...document.querySelectorAll(".ground canvas")];
  const layers = all.filter((each) => each.width && each.height);
  const seen = new Set();
  for (const layer of layers) {
    const data = layer.getContext("2d").getImageData(0, 0, layer.width, layer.height).data;
    for (let i = 0; i < data.length; i += 4 * 97) {
      if (data[i + 3]) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
    }
  }
  return seen.size;
}"""


def numbers(page: Page) -> list[str]:
    return page.locator("main table a[href*='/tickets/']").all_inner_texts()


def inked(page: Page) -> int:
    """How many colours the map shows, once it is drawn."""
    page.wait_for_selector(".ground.live canvas")
    for _ in range(60):
        found: int = page.evaluate(INK)
        if found > 2:
            return found
        page.wait_for_timeout(100)
    return 0


def test_filters(site: str, desk: Page) -> None:
    desk.goto(f"{site}/register/")
    whole = numbers(desk)
    assert len(whole) >= 10
    desk.select_option("select[name=county]", index=1)
    desk.get_by_role("button", name="查找").click()
    found = numbers(desk)
    assert len(found) == 1
    assert found[0] in whole
    assert desk.locator("select[name=county]").input_value()
    desk.goto(f"{site}/register/")
    desk.fill("input[name=q]", whole[3])
    desk.keyboard.press("Enter")
    desk.wait_for_url("**q=*")
    assert numbers(desk) == [whole[3]]
    desk.fill("input[name=q]", "没有的项目")
    desk.get_by_role("button", name="查找").click()
    assert "没有符合条件的碳票" in desk.inner_text("main")
    desk.get_by_role("link", name="或查看全部").click()
    assert numbers(desk) == whole


def test_unknown_parameters_are_refused(site: str, desk: Page) -> None:
    answer = desk.goto(f"{site}/register/?contry=522629&sort=1")
    assert answer is not None
    assert answer.status == 422
    told = desk.inner_text("main")
    assert told.count("E-PO-01") == 2
    assert "contry" in told
    assert "county" in told


def opened(page: Page, site: str, ticket: str) -> str:
    """From the figure by links alone to a carbon fraction; what that page says."""
    page.goto(f"{site}/tickets/{ticket}/")
    page.locator(".figures a").first.click()
    for _ in range(10):
        deeper = page.locator("main a[href*='/why/']")
        if not deeper.count():
            return page.inner_text("main")
        wanted = page.locator("main a[href*='/cf']")
        (wanted.first if wanted.count() else deeper.first).click()
        page.wait_for_load_state()
    raise AssertionError(f"no end in ten steps: {page.url}")


def test_figure_opens_down_to_a_source(site: str, desk: Page, ticket: str) -> None:
    """A parameter with its value, document, basis, date and confidence."""
    told = opened(desk, site, ticket)
    assert "含碳率" in told
    for part in ("出自", "《碳汇造林项目方法学》", "依据：", "可信度", "起"):
        assert part in told, part


def test_sources_are_said_in_words(site: str, desk: Page, ticket: str) -> None:
    told = opened(desk, site, ticket)
    assert not re.search(r"\{'|'\}|': '", told), told[-600:]


def test_parcels_on_the_map_and_in_the_list(site: str, desk: Page, ticket: str) -> None:
    desk.goto(f"{site}/tickets/{ticket}/")
    assert inked(desk) > 2
    zoom = "document.querySelector('[data-map]').map.getView().getZoom()"
    before = desk.evaluate(zoom)
    link = desk.locator("[data-on=parcels]").nth(2)
    link.click()
    desk.wait_for_timeout(600)
    assert desk.evaluate(zoom) != before
    assert desk.locator(".picked").count() == 1
    assert desk.locator(".picked [data-show]").inner_text() == link.inner_text()


def test_map_of_the_province(site: str, desk: Page) -> None:
    desk.goto(f"{site}/map/")
    assert inked(desk) > 2
    assert desk.locator("[data-on=tickets]").count() >= 10
    desk.locator("[data-on=tickets]").first.click()
    desk.wait_for_timeout(600)
    assert desk.locator("li.picked").count() == 1


def test_map_without_script_links_to_tickets(site: str, open_page: Any) -> None:
    page, _ = open_page(DESK, java_script_enabled=False)
    page.goto(f"{site}/map/")
    assert page.locator(".map svg.province").is_visible()
    page.locator("[data-on=tickets]").first.click()
    assert "/tickets/GZ-" in page.url


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/data/tickets.csv", 10),
        ("/data/retirements.csv", 1),
        ("/market/trades.csv", 6),
        ("/tickets/{ticket}/movements.csv", 2),
    ],
)
def test_downloads_open_as_tables(
    site: str, desk: Page, ticket: str, path: str, least: int
) -> None:
    answer = desk.request.get(site + path.format(ticket=ticket))
    assert answer.ok
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.body().startswith(b"\xef\xbb\xbf")
    frame = pl.read_csv(io.BytesIO(answer.body()))
    assert len(frame) >= least
    assert frame.null_count().sum_horizontal().item() <= len(frame) * 2


def test_download_agrees_with_the_page(site: str, desk: Page, ticket: str) -> None:
    frame = pl.read_csv(io.BytesIO(desk.request.get(f"{site}/data/tickets.csv").body()))
    row = frame.row(by_predicate=pl.col("number") == ticket, named=True)
    desk.goto(f"{site}/tickets/{ticket}/")
    told = desk.inner_text("main")
    assert f"{row['tonnes']:,}" in told
    assert f"{row['remainder_t']:.4f}" in told
    assert f"{row['first_day']} 至 {row['last_day']}" in told


def test_paper_agrees_with_the_page(site: str, desk: Page, ticket: str) -> None:
    desk.goto(f"{site}/tickets/{ticket}/")
    issued = desk.locator(".figures .value, .figures a, .figures b").first.inner_text().split()[0]
    facts = dict(
        zip(
            desk.locator(".facts dt").all_inner_texts(),
            desk.locator(".facts dd").all_inner_texts(),
            strict=True,
        )
    )
    href = desk.get_by_role("link", name="下载碳票 PDF").get_attribute("href")
    paper = pypdf.PdfReader(io.BytesIO(desk.request.get(f"{site}{href}").body()))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in paper.pages))
    assert ticket in text
    assert issued.replace(",", "") in text.replace(",", "")
    for name in ("权利人", "计量机构", "核查机构"):
        assert re.sub(r"\s", "", facts[name]) in text, name

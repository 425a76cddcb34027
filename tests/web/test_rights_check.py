"""A bank looks at units before it lends: asked, granted, made and checked, by hand in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import DESK, PHONE
from tests.web.test_desk import sign_in

pytestmark = pytest.mark.browser

ASKED = """
select ticket.number, holder.name from diligence_rightsconsent consent
join registry_ticket ticket on ticket.id = consent.ticket_id
join parties_party holder on holder.id = consent.holder_id
where consent.state = 'granted' order by consent.id limit 1
"""


def test_a_sheet_is_made_downloaded_and_found_genuine(
    standing: Any, open_page: Any, tmp_path: Path
) -> None:
    ((ticket, holder),) = standing.ask(ASKED)
    page, watched = open_page(DESK)
    sign_in(page, standing.url, "bank")
    page.goto(f"{standing.url}/desk/rights-checks/")
    page.get_by_role("link", name="开具核查单").first.click()
    # Without a ticket the form says what is missing, and nothing is made.
    page.get_by_role("button", name="开具").click()
    expect(page.get_by_text("请填写票号").first).to_be_visible()
    page.get_by_label("碳票").fill(ticket)
    page.get_by_label("持有人").fill(holder)
    page.get_by_role("button", name="开具").click()
    expect(page.get_by_role("heading", name="占用明细")).to_be_visible()
    expect(page.get_by_text("未知").first).to_be_visible()
    with page.expect_download() as download:
        link = page.get_by_role("link", name="下载核查单")
        link.evaluate("element => element.setAttribute('download', '')")
        link.click()
    paper = tmp_path / "sheet.pdf"
    download.value.save_as(paper)
    assert paper.read_bytes().startswith(b"%PDF")
    assert not [fault for fault in watched.faults if "422" not in fault]
    stranger, _ = open_page(PHONE)
    stranger.goto(f"{standing.url}/verify/")
    stranger.locator("input[type=file]").first.set_input_files(paper)
    stranger.locator("input[type=file]").first.evaluate("field => field.form.requestSubmit()")
    expect(stranger.get_by_text("核查单真实").first).to_be_visible()
    assert "/rights-checks/HC-" in stranger.url
    assert holder not in stranger.content()

"""A bid is sealed in the browser: the house gets a digest, the bidder a slip that opens it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.slip import read_slip
from qingshan.apps.auctions.tests.conftest import Room
from qingshan.apps.auctions.tests.test_pages import CLOCKED
from qingshan.apps.parties.models import User
from qingshan.core.kernel.units import carbon
from tests.web.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(open_office: Any, monkeypatch: pytest.MonkeyPatch) -> Room:
    """The auction room of an issued ticket, with the clock of all its pages."""
    found = Room(open_office, open_office.now)
    for name in CLOCKED:
        monkeypatch.setattr(f"qingshan.apps.{name}.now", lambda: found.now)
    found.asset = open_office.issued().asset
    with transaction.atomic():
        found.supply(1_000)
    found.bidders("one", "two")
    return found


def signed_in(page: Page, url: str, part: str) -> None:
    """As if the visitor had signed in: only the form of it is left out."""
    client = Client()
    client.force_login(User.objects.get(username=part))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
    page.context.add_cookies([cookie])


def seal(page: Page, price: str, tonnes: str) -> None:
    page.fill("[name=price]", price)
    page.fill("[name=tonnes]", tonnes)
    page.click("form.form button.main")


def test_the_browser_sends_a_digest_and_keeps_the_bid(
    room: Room, live_server: Any, open_page: Any, tmp_path: Path
) -> None:
    auction: Auction = room.announced()
    page, watched = open_page(DESK, accept_downloads=True)
    signed_in(page, live_server.url, "one")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(live_server.url + reverse("seal_bid", args=[auction.number]))
    seal(page, "79.99", "100")
    page.wait_for_selector("[data-seal-wrong=price]:not([hidden])")
    assert page.locator("[data-seal-wrong=tonnes]").is_hidden(), "the tonnes are good"
    with page.expect_download() as saved:
        seal(page, "85.5", "100")
    slip = tmp_path / saved.value.suggested_filename
    saved.value.save_as(slip)
    assert not SealedBid.objects.exists(), "it is sent by the second press"
    assert page.locator("[data-seal-told=price]").inner_text() == "85.50"
    assert page.locator("[data-seal-told=tonnes]").inner_text() == "100"
    page.click("form.form button.main")
    page.wait_for_url(f"**{reverse('auction', args=[auction.number])}")
    bid = SealedBid.objects.get()
    told = json.loads(slip.read_text("utf-8"))
    assert (told["price_fen"], told["quantity"]) == (8_550, carbon(100))
    read = read_slip(slip.read_bytes())
    assert read is not None
    assert bid.commitment == told["commitment"] == read.commitment
    assert not [body for body in sent if "85.5" in body or told["secret"] in body]
    room.now = auction.bidding_until
    page.goto(live_server.url + reverse("unseal_bid", args=[bid.number]))
    page.set_input_files("[name=slip]", slip)
    page.click("form.form button.main")
    page.wait_for_url(f"**{reverse('auction', args=[auction.number])}")
    bid.refresh_from_db()
    assert (bid.state, bid.price_fen) == ("opened", 8_550)
    assert watched.faults == []

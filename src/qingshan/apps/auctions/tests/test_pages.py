"""An auction over its pages: proposed, admitted, bid for without script, opened, decided."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.auctions import jobs
from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.parties.models import User
from qingshan.core.kernel.units import carbon
from qingshan.core.market.record import record_faults
from qingshan.core.market.sealed import commitment

pytestmark = pytest.mark.django_db

CLOCKED = (
    "base.frame", "auctions.acts", "auctions.jobs", "auctions.views.watching",
    "auctions.views.bidding", "auctions.views.operating", "parties.acting", "portal.views.desk",
)  # fmt: skip


class Visitors:
    """People at their browsers, all at one time that may be moved on."""

    def __init__(self, monkeypatch, room) -> None:
        self.room = room
        for name in CLOCKED:
            monkeypatch.setattr(f"qingshan.apps.{name}.now", self.now)
        self.clients: dict[str, Client] = {}

    def now(self) -> datetime:
        return self.room.now

    def __getitem__(self, part: str) -> Client:
        if part not in self.clients:
            client = self.clients[part] = Client()
            if part:
                client.force_login(User.objects.get(username=part))
        return self.clients[part]

    def text(self, part: str, address: str) -> str:
        """A page in both languages; the Chinese one is answered."""
        english = self[part].get("/en" + address).content.decode()
        assert ">None<" not in english
        answer = self[part].get(address)
        assert answer.status_code == 200, answer.content.decode()[-3000:]
        return answer.content.decode()


@pytest.fixture
def people(monkeypatch, room):
    ticket = room.office.issued()
    room.asset = ticket.asset
    room.supply(1_000)
    return Visitors(monkeypatch, room)


def proposed(people) -> Auction:
    ticket = people.room.asset.removeprefix("ticket:")
    there = reverse("propose_auction", args=[ticket, people.room.office.party("farm")])
    assert there in people.text("farm", reverse("desk"))
    form = people.text("farm", there)
    days = dict(re.findall(r'name="(\w+_day)"[^>]*value="([\d-]+)"', form))
    days |= dict(re.findall(r'value="([\d-]+)"[^>]*name="(\w+_day)"', form))
    told = {"tonnes": "1000", "price": "80.00", "under": "void", "key": "p1", **days}
    wrong = {**told, "last_day": "2020-01-01"}
    assert people["farm"].post(there, wrong).status_code == 422
    for _ in range(2):
        answer = people["farm"].post(there, told)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Auction.objects.get()


def sealed(people, auction: Auction, part: str, price: str, tonnes: str) -> dict[str, str]:
    """A bid without script: the page with the slip is shown once, the slip is a file."""
    there = reverse("seal_bid", args=[auction.number])
    form = people.text(part, there)  # auctions/bid.html
    (secret,) = re.findall(r'name="secret" value="([0-9a-f]{32})"', form)
    told = {"price": price, "tonnes": tonnes, "secret": secret, "purpose": "event", "key": part}
    low = {**told, "price": "79.99", "tonnes": "1001", "key": "low"}
    assert people[part].post(there, low).status_code == 422
    shown = people[part].post(there, told)
    assert shown.status_code == 200
    assert secret in shown.content.decode()  # auctions/sealed.html
    again = people[part].post(there, told)
    assert again.status_code == 200, "pressed twice, it is one bid"
    fields = re.findall(r'name="(price_fen|quantity|secret)" value="(\w+)"', shown.content.decode())
    file = people[part].post(reverse("auction_slip", args=[auction.number]), dict(fields))
    assert "attachment" in file["Content-Disposition"]
    return json.loads(file.content)


def test_the_whole_life_on_pages(people):
    room = people.room
    auction = proposed(people)
    page = reverse("auction", args=[auction.number])
    assert people["one"].get(page).status_code == people[""].get(page).status_code == 404
    assert page in people.text("operator", reverse("desk"))
    assert page in people.text("operator", reverse("auction_desk"))  # auctions/desk.html
    admit = reverse("admit_auction", args=[auction.number])
    assert admit in people.text("operator", page)  # auctions/parts/operating.html
    assert people["operator"].post(admit, {"key": "a1"}).status_code == 302
    assert auction.number in people.text("", reverse("auctions"))  # auctions/auctions.html
    assert "公告中" in people.text("", page)  # auctions/auction.html
    room.now = auction.bidding_from
    slips = {
        name: sealed(people, auction, name, price, tonnes)
        for name, price, tonnes in (("one", "85.00", "700"), ("two", "83.50", "600"))
    }
    by_browser(people, auction)
    assert slips["one"]["commitment"] in people.text("one", page)
    assert slips["one"]["commitment"][:12] not in people.text("two", page)
    room.now = auction.bidding_until
    shown = people.text("", page)
    assert slips["two"]["commitment"] in shown
    assert "83.50" not in shown
    opened(people, slips)
    assert "83.50" not in people.text("", page)
    record = reverse("auction_record", args=[auction.number])
    assert people[""].get(record).status_code == 404
    room.now = auction.opening_until
    clear = reverse("clear_auction", args=[auction.number])
    assert clear in people.text("operator", reverse("auction_desk"))
    assert people["operator"].post(clear, {"key": "c1"}).status_code == 302
    shown = people.text("", page)
    assert "83.50" in shown
    assert "部分中标" in shown
    assert "未开标" in shown
    assert "竞买人one" not in shown
    told = people[""].get(record).json()
    assert record_faults(told) == []
    assert (told["result"]["price_fen"], told["result"]["sold"]) == (8_350, carbon(1_000))
    assert told["bids"][2]["opened"] is False


def by_browser(people, auction: Auction) -> None:
    """A bid of which the browser sends the digest alone."""
    digest = commitment(
        auction.number, people.room.office.party("three"), 8_800, carbon(5), "a" * 32
    )
    there = reverse("seal_bid", args=[auction.number])
    told = {"commitment": digest, "purpose": "event", "key": "b1"}
    assert people["three"].post(there, told).status_code == 302
    assert SealedBid.objects.get(commitment=digest).price_fen is None
    # Who has bid is led to the bid; an office that cannot bid is not offered it.
    page = reverse("auction", args=[auction.number])
    assert people["three"].get(there).headers["Location"] == page
    assert "须开标" in people.text("three", page)
    assert there in people.text("", page)
    assert there not in people.text("operator", page)
    again = people["one"].post(there, {"commitment": "x", "purpose": "event", "key": "b2"})
    assert "选填" not in again.content.decode().partition("用途")[0], "price and tonnes are needed"


def opened(people, slips: dict[str, dict[str, str]]) -> None:
    """One by the file, one by hand."""
    bids = {bid.commitment: bid for bid in SealedBid.objects.all()}
    mine = bids[slips["one"]["commitment"]]
    there = reverse("unseal_bid", args=[mine.number])
    assert there in people.text("one", reverse("desk"))
    assert people["two"].get(there).status_code == 404
    assert people["one"].post(there, {"key": "o0"}).status_code == 422
    foreign = SimpleUploadedFile("slip.json", b'{"auction": 1}')
    assert people["one"].post(there, {"key": "o1", "slip": foreign}).status_code == 422
    file = SimpleUploadedFile("slip.json", json.dumps(slips["one"]).encode())
    assert people["one"].post(there, {"key": "o2", "slip": file}).status_code == 302
    other = reverse("unseal_bid", args=[bids[slips["two"]["commitment"]].number])
    told = {"price": "83.50", "tonnes": "600", "secret": slips["two"]["secret"].upper()}
    wrong = people["two"].post(other, {**told, "price": "83.60", "key": "o3"})
    assert wrong.status_code == 422
    assert "E-AC-11" in wrong.content.decode()
    assert people["two"].post(other, {**told, "key": "o4"}).status_code == 302


def test_a_reason_is_asked_for_and_shown(people):
    room = people.room
    auction = room.propose()
    there = reverse("return_auction", args=[auction.number])
    assert people["farm"].get(there).status_code == 403
    assert people["operator"].get(there).status_code == 200
    assert people["operator"].post(there, {"key": "r0", "reason": ""}).status_code == 422
    assert people["operator"].post(there, {"key": "r1", "reason": "底价偏高"}).status_code == 302
    page = reverse("auction", args=[auction.number])
    assert "底价偏高" in people.text("farm", page)
    other = room.admit(room.propose())
    off = reverse("call_off_auction", args=[other.number])
    told = {"key": "o1", "reason": "权属有争议"}
    assert people["operator"].post(off, told).status_code == 302
    assert "权属有争议" in people.text("", reverse("auction", args=[other.number]))
    assert room.units("farm").held == 0


def test_a_seller_withdraws_from_the_inbox(people):
    auction = people.room.propose()
    told = {"act": "withdraw_auction", "subject": str(auction.pk), "key": "w1"}
    assert people["farm"].post(reverse("act"), told).status_code == 302
    auction.refresh_from_db()
    assert auction.state == "withdrawn"


def test_the_clock_decides_and_lets_lapse(people):
    room = people.room
    first, second = room.announced(500), room.propose(500)
    room.now = first.opening_until
    halt = halt_trading(room.call("operator"), scope="market", reason="核查", document="")
    jobs.serve_auctions(0)
    first.refresh_from_db()
    assert first.state == "announced"
    assert "全市场" in people.text("operator", reverse("auction_desk"))
    type(halt).objects.update(state="lifted", until=room.now)
    room.now = max(first.opening_until, second.bidding_from)
    jobs.serve_auctions(0)
    jobs.serve_auctions(0)
    for auction, state in ((first, "decided"), (second, "lapsed")):
        auction.refresh_from_db()
        assert auction.state == state
    assert Event.objects.filter(name="auction.decided", actor="system").count() == 1
    assert room.units("farm").held == 0

"""Auctions, inquiries and zones by program: read by everybody, acted in with scope and key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.auctions.tests.conftest import Room
from qingshan.apps.base.clock import now
from qingshan.apps.exchange.models import Trade
from qingshan.apps.interface.tests.test_acting import ask, codes, made
from qingshan.apps.registry.models import Ticket
from qingshan.apps.walks.cast import Part, enter
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.sealed import commitment

pytestmark = pytest.mark.django_db
SECRET = "0" * 32


@pytest.fixture
def ticket(office: Any) -> Ticket:
    office.paid("buyer", fen("100000.00"))
    found: Ticket = office.issued()
    return found


@pytest.fixture
def room(office: Any, ticket: Ticket) -> Room:
    """An auction house in which the farm sells and the buyer bids; its clock is the real one."""
    return Room(office, now(), asset=ticket.asset)


def soon() -> str:
    return (now() + timedelta(days=3)).isoformat()


def bidding(office: Any, auction: Any, price: str = "85.00", tonnes: int = 5) -> dict[str, str]:
    party = office.party("buyer")
    digest = commitment(auction.number, party, fen(price), carbon(tonnes), SECRET)
    return {"commitment": digest, "purpose": "event"}


def at(room: Room, monkeypatch: Any, moment: Any) -> None:
    """The house's clock and the interface's stand at a moment."""
    room.now = moment
    for name in ("bearer", "routers.auctions"):
        monkeypatch.setattr(f"qingshan.apps.interface.{name}.now", lambda: moment)


def test_an_auction_from_announcement_to_record(office, room, monkeypatch):
    token = made(office, "market:write", "holdings:read", part="buyer")
    proposed = room.propose(10)
    assert ask(f"auctions/{proposed.number}").status_code == 404, "not announced yet"
    auction = room.admit(proposed)
    told = ask(f"auctions/{auction.number}").json()
    assert (told["phase"], told["result"], told["tonnes"]) == ("notice", None, "10.0000")
    assert ask("auctions?state=announced").json()["items"][0]["number"] == auction.number
    assert ask("auctions?state=decided").json()["items"] == []
    assert ask("auctions?ticket=GZ-2000-000001-0").json()["items"] == []
    path = f"own/auctions/{auction.number}/bids"
    assert codes(ask(path, token, "sealed-01", **bidding(office, auction))) == ["E-AC-06"]
    at(room, monkeypatch, auction.bidding_from)
    first = ask(path, token, "sealed-01", **bidding(office, auction))
    assert first.status_code == 201, first.content
    assert ask(path, token, "sealed-01", **bidding(office, auction)).json() == first.json()
    bid = first.json()["number"]
    assert first.json()["yuan_per_tonne"] is None
    opening = {"yuan_per_tonne": "85.00", "tonnes": "5", "secret": SECRET}
    at(room, monkeypatch, auction.bidding_until)
    stranger = made(office, "market:write")
    assert ask(f"own/bids/{bid}/open", stranger, "opened-01", **opening).status_code == 404
    wrong = ask(f"own/bids/{bid}/open", token, "opened-00", **opening | {"tonnes": "6"})
    assert codes(wrong) == ["E-AC-11"]
    assert ask(f"own/bids/{bid}/open", token, "opened-01", **opening).json()["tonnes"] == "5.0000"
    assert ask(f"auctions/{auction.number}/record").status_code == 404, "not decided yet"
    at(room, monkeypatch, auction.opening_until)
    room.clear(auction)
    assert ask(f"auctions/{auction.number}").json()["result"] is not None
    assert ask(f"auctions/{auction.number}/record").json()["bids"][0]["secret"] == SECRET
    (own,) = ask("own/bids", token).json()["items"]
    assert (own["number"], own["auction"]) == (bid, auction.number)


def test_inquiries_are_seen_and_answered_by_those_concerned(office, ticket):
    buyer, farm, village = (
        made(office, "market:write", "holdings:read", part=part)
        for part in ("buyer", "farm", "village")
    )
    told = {"ticket": ticket.number, "tonnes": "5", "purpose": "event", "expires": soon()}
    unknown = ask("own/inquiries", buyer, "inquire-0", **told, holders=["无此单位"])
    assert unknown.status_code == 422, "nobody of that name"
    made_one = ask("own/inquiries", buyer, "inquire-1", **told)
    assert made_one.status_code == 201, made_one.content
    number = made_one.json()["number"]
    assert [row["number"] for row in ask("own/inquiries", farm).json()["items"]] == [number]
    assert ask(f"own/inquiries/{number}", village).status_code == 404
    offer = {"tonnes": "5", "yuan_per_tonne": "80.00", "expires": told["expires"]}
    quoted = ask(f"own/inquiries/{number}/offers", farm, "quoted-01", **offer)
    assert quoted.status_code == 201, quoted.content
    assert codes(ask(f"own/inquiries/{number}/offers", farm, "quoted-02", **offer)) == ["E-EX-44"]
    mine = quoted.json()["number"]
    assert ask(f"own/offers/{mine}/withdraw", farm, "taken-001").json()["state"] == "withdrawn"
    again = ask(f"own/inquiries/{number}/offers", farm, "quoted-03", **offer).json()["number"]
    (_, standing) = sorted(
        row["state"] for row in ask(f"own/inquiries/{number}", buyer).json()["offers"]
    )[::-1]
    assert standing == "standing"
    assert ask(f"own/offers/{again}/accept", village, "accept-01", tonnes="3").status_code == 404
    deal = ask(f"own/offers/{again}/accept", buyer, "accept-01", tonnes="3")
    assert deal.status_code == 201, deal.content
    assert Trade.objects.get(number=deal.json()["number"]).quantity == carbon(3)


def test_an_inquiry_is_declined_and_withdrawn(office, ticket):
    buyer, farm = (made(office, "market:write", part=part) for part in ("buyer", "farm"))
    told = {"ticket": ticket.number, "tonnes": "5", "purpose": "event", "expires": soon()}
    told["holders"] = [office.cast["farm"].party.name]  # type: ignore[assignment]
    number = ask("own/inquiries", buyer, "inquire-1", **told).json()["number"]
    path = f"own/inquiries/{number}"
    assert ask(f"{path}/decline", farm, "decline-1", word="本年不售").status_code == 200
    assert codes(ask(f"{path}/withdraw", farm, "withdraw-1")) == ["E-AU-01"]
    assert ask(f"{path}/withdraw", buyer, "withdraw-2").json()["state"] == "withdrawn"


def test_what_is_offered_to_a_zone_is_bought_there(office, ticket):
    part = Part("resident", "某", ("trader",), "person", "张某某", "a resident")
    office.cast = {**office.cast, "resident": enter(part, office.now)}
    office.paid("resident", fen("1000.00"))
    listing = offered(
        replace(office.call("farm"), when=now()),
        office.actor("operator"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=carbon(5),
        price_fen=fen("80.00"),
        expires=now() + timedelta(days=30),
        zone="individual_zone",
    )
    assert ask("listings").json()["items"] == []
    (row,) = ask("listings?zone=individual_zone").json()["items"]
    assert (row["number"], row["zone"]) == (listing.number, "individual_zone")
    token = made(office, "market:write", part="resident")
    told = {"listing": listing.number, "tonnes": "1", "purpose": "event", "subject": "一次出行"}
    missing = ask("own/zone-trades", token, "zone-0001", **told | {"listing": "GP-1"})
    assert missing.status_code == 404
    done = ask("own/zone-trades", token, "zone-0001", **told)
    assert done.status_code == 201, done.content
    assert done.json()["mode"] == "individual_zone"

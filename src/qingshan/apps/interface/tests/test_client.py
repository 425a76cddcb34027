"""The client against a running site: rows over pages, acts done once, refusals with their codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from qingshan.apps.auctions.tests.conftest import Room
from qingshan.apps.base.clock import now
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.issue_token import issue_token
from qingshan.client import Client, Refusal
from qingshan.core.kernel.money import fen


def token_of(office: Any, *scopes: str, part: str = "farm") -> str:
    secret = new_secret()
    issue_token(
        replace(office.call(part), when=now()),
        party=office.party(part),
        name="客户端",
        scopes=scopes,
        days=30,
        digest=secret.digest,
        head=secret.head,
    )
    return secret.text


def test_a_program_reads_and_acts(open_office: Any, live_server: Any) -> None:
    first, second = open_office.issued(), open_office.issued()
    file = open_office.file()
    token = token_of(open_office, "holdings:read", "market:write", "tickets:write")

    with Client(live_server.url) as public:
        assert [row["number"] for row in public.tickets(limit="1")] == [
            second.number,
            first.number,
        ]
        frame = public.tickets(issued_from=date(2026, 1, 1)).to_frame()
        assert frame["number"].to_list() == [second.number, first.number]
        assert public.ticket(first.number)["movements"]
        assert public.check(file)["verdict"]
        found = public.precheck(file, first_day=date(2019, 1, 1), last_day=date(2023, 12, 31))
        assert found["precheck"]["rules"]
        with pytest.raises(Refusal) as wrong:
            list(public.tickets(colour="red"))
        assert (wrong.value.status, wrong.value.codes) == (422, ["E-IF-04"])
        with pytest.raises(Refusal) as closed:
            public.holdings()
        assert closed.value.codes == ["E-IF-01"]

    with Client(live_server.url, token=token) as own:
        assert {row["asset"] for row in own.holdings()} == {first.number, second.number}
        offered = own.offer(
            first.number,
            tonnes=Decimal(5),
            yuan_per_tonne=Decimal("50.00"),
            expires=now() + timedelta(days=3),
        )
        assert list(own.listings()) == []
        waiting = [(row["number"], row["state"]) for row in own.own_listings()]
        assert waiting == [(offered["number"], "submitted")]
        assert own.cancel(offered["number"])["state"] == "cancelled"
        wish = {"tonnes": Decimal("1.5"), "purpose": "own_emissions"}
        wish |= {"first_day": date(2025, 1, 1), "last_day": date(2025, 12, 31)}
        done = own.retire(first.number, key="retire-00001", **wish)
        assert own.retire(first.number, key="retire-00001", **wish) == done
        assert [row["number"] for row in own.retirements(ticket=first.number)] == [done["number"]]
        assert own.retirement(done["number"])["tonnes"] == "1.5000"
        assert list(own.trades(purpose="event", since=date(2026, 1, 1))) == []
        assert list(own.bulletins()) == []
        assert own.bulletin(date(2026, 7, 17))["lines"] == []
        assert own.series(first.number)["levels"] == {"sell": [], "buy": []}
        assert {row["name"] for row in own.rules(day=date(2013, 1, 1))} >= {"resale_gap"}
        assert own.halts() == []


def test_the_registrar_moves_units_one_by_one_or_many(open_office: Any, live_server: Any) -> None:
    number = open_office.issued().number
    sides = {"source": "示例国有林场", "target": "云岭新材料有限公司"}
    registrar = token_of(open_office, "transfers:write", part="registrar")
    with Client(live_server.url, token=registrar) as office:
        moved = office.transfer(
            number,
            between=(sides["source"], sides["target"]),
            tonnes=Decimal(1),
            ground="judgment",
            document="（2026）黔26民终1号",
        )
        assert (moved["tonnes"], moved["ticket"]) == ("1.0000", number)
        lines = [{"ticket": number, **sides, "tonnes": Decimal("0.5")}]
        order = office.transfer_order(lines, ground="merger", document="合并协议")
        assert (order["count"], order["transfers"][0]["tonnes"]) == (1, "0.5000")


def test_the_client_asks_quotes_accepts_and_seals(open_office: Any, live_server: Any) -> None:
    open_office.paid("buyer", fen("100000.00"))
    ticket = open_office.issued()
    room = Room(open_office, now() - timedelta(days=9), asset=ticket.asset)
    auction = room.announced(10)
    buyer = token_of(open_office, "market:write", "holdings:read", part="buyer")
    farm = token_of(open_office, "market:write", "holdings:read")
    with Client(live_server.url, token=buyer) as own, Client(live_server.url, token=farm) as other:
        price, amount = Decimal("85.00"), Decimal(5)
        expires = now() + timedelta(days=3)
        inquiry = own.ask(ticket.number, tonnes=amount, purpose="event", expires=expires)
        offer = other.quote(inquiry["number"], tonnes=amount, yuan_per_tonne=price, expires=expires)
        assert [row["number"] for row in own.inquiry(inquiry["number"])["offers"]] == [
            offer["number"]
        ]
        assert own.accept(offer["number"], tonnes=amount)["mode"] == "inquiry"
        assert [row["state"] for row in own.inquiries()] == ["taken"]
        bid, secret = own.bid(auction.number, tonnes=amount, yuan_per_tonne=price, purpose="event")
        assert [row["number"] for row in own.bids()] == [bid["number"]]
        with pytest.raises(Refusal) as early:
            own.open_bid(bid["number"], tonnes=amount, yuan_per_tonne=price, secret=secret)
        assert early.value.codes == ["E-AC-10"]
        assert own.auction(auction.number)["phase"] == "bidding"
        assert [row["number"] for row in own.auctions()] == [auction.number]
        with pytest.raises(Refusal):
            own.auction_record(auction.number)
        with pytest.raises(Refusal):
            own.buy_in_zone("GP-1", tonnes=amount, purpose="event", subject="x")

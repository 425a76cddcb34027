"""The public half: lists by pages, papers by links, tags, refusals; nothing personal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from qingshan.apps.base.gate import limit
from qingshan.apps.interface.api import described
from qingshan.apps.interface.views.guide import ABOUT, GROUPS, SCOPE_OF
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tickets(office: Any) -> list[Any]:
    return [office.issued() for _ in range(3)]


def get(path: str, status: int = 200, **told: Any) -> Any:
    answer = Client().get(f"/api/v1/{path}", told)
    assert answer.status_code == status, answer.content
    return answer.json()


def codes(answer: Any) -> list[str]:
    return [reason["code"] for reason in answer["refusals"]]


def test_pages_follow_each_other_newest_first(tickets: Any) -> None:
    seen, told = [], get("tickets", limit=2)
    while True:
        seen += [row["number"] for row in told["items"]]
        if told["next"] is None:
            break
        told = Client().get(told["next"].removeprefix("http://testserver")).json()
    assert seen == [ticket.number for ticket in reversed(tickets)]


def test_a_ticket_tells_what_is_left_of_it_and_where_its_papers_are(tickets: Any) -> None:
    first = tickets[0]
    told = get(f"tickets/{first.number}")
    listed = next(row for row in get("tickets")["items"] if row["number"] == first.number)
    assert {name: told[name] for name in listed} == listed
    assert carbon(Decimal(told["tonnes"]["issued"])) == first.quantity
    assert told["movements"]
    for href in told["links"].values():
        assert href.startswith("http://testserver/tickets/")
    assert get("tickets/QS-0", status=404)["status"] == 404


def test_filters_work_and_unknown_ones_are_refused(tickets: Any) -> None:
    assert get("tickets", method="gz_ticket_v1", issued_from="2026-07-17")["items"]
    assert get("tickets", issued_from="2027-01-01")["items"] == []
    assert codes(get("tickets", status=422, colour="red", size="3")) == ["E-IF-04", "E-IF-04"]
    assert codes(get(f"tickets/{tickets[0].number}", status=422, x="1")) == ["E-IF-04"]
    assert codes(get("tickets", status=422, limit=["2", "3"])) == ["E-IF-11"]
    assert codes(get("tickets", status=422, limit="0")) == ["E-PO-14"]
    assert codes(get("tickets", status=422, cursor="nowhere")) == ["E-IF-05"]


def test_what_did_not_change_is_not_sent_again(tickets: Any) -> None:
    first = Client().get("/api/v1/tickets")
    again = Client().get("/api/v1/tickets", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first


def test_a_person_is_masked(tickets: Any) -> None:
    Party.objects.filter(pk=tickets[0].party_id).update(kind="person", name="吴青松")
    assert {row["holder"] for row in get("tickets")["items"]} == {"吴某某"}


def test_an_absent_thing_is_told_with_its_number(tickets: Any) -> None:
    answer = get("retirements/ZX-1", status=404)
    assert codes(answer) == ["E-IF-06"]
    assert answer["refusals"][0]["place"] == "ZX-1"


def test_readers_who_ask_too_often_are_told_when_to_come_again(
    tickets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def few(key: str, name: str, unit: str, as_of: Any) -> int:
        return 2 if name == "reads_in_window" else limit(key, name, unit, as_of)

    monkeypatch.setattr("qingshan.apps.portal.visits.limit", few)
    ask = Client(REMOTE_ADDR="203.0.113.77")
    assert [ask.get("/api/v1/tickets").status_code for _ in range(2)] == [200, 200]
    turned = ask.get("/api/v1/tickets")
    assert turned.status_code == 429
    assert int(turned["Retry-After"]) > 0
    assert codes(turned.json()) == ["E-IF-10"]


def test_every_operation_is_told_to_people() -> None:
    schema = described()
    names = {
        f"{verb.upper()} {path.removeprefix('/api/v1/')}": told
        for path, verbs in schema["paths"].items()
        for verb, told in verbs.items()
    }
    assert set(names) == set(ABOUT)
    assert {told["tags"][0] for told in names.values()} == set(GROUPS)
    assert {name for name, told in names.items() if told.get("security")} == set(SCOPE_OF)

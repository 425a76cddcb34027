"""Orders of several transfers by program: one paper, one key, everything wrong told at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from qingshan.apps.base.clock import now
from qingshan.apps.books.reads import balance
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.issue_token import issue_token
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import HoldingTransfer, TransferOrder
from qingshan.apps.registry.moving import most_lines
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
FARM, BUYER, VILLAGE = "12520000DEM0000018", "云岭新材料有限公司", "N2520000DEM000002M"
PATH = "/api/v1/office/transfer-orders"


@pytest.fixture(scope="module")
def ticket(office: Any) -> Any:
    return office.issued()


@pytest.fixture(scope="module")
def token(office: Any) -> str:
    secret = new_secret()
    issue_token(
        replace(office.call("registrar"), when=now()),
        party=office.party("registrar"),
        name="登记系统",
        scopes=["transfers:write"],
        days=30,
        digest=secret.digest,
        head=secret.head,
    )
    return secret.text


def line(ticket: Any, target: str, tonnes: str, **changes: str) -> dict[str, str]:
    told = {"ticket": ticket.number, "source": FARM, "target": target, "tonnes": tonnes}
    return told | changes


def send(token: str, key: str, *lines: dict[str, str], **changes: Any) -> Any:
    told = {"ground": "judgment", "document": "（2026）黔26民终1号", "transfers": list(lines)}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return Client().post(PATH, told | changes, content_type="application/json", headers=headers)


def refusals(answer: Any) -> list[tuple[str, str, str]]:
    """Codes with the places as the Chinese reads them, and as the English does."""
    told = answer.json()["refusals"]
    assert [reason["place"] for reason in told] == [reason["zh"]["place"] for reason in told]
    return [(one["code"], one["place"], one["en"]["place"]) for one in told]


def test_an_order_is_made_once_for_each_key(ticket: Any, token: str) -> None:
    lines = [line(ticket, BUYER, "12.5"), line(ticket, VILLAGE, "3")]
    first, again = (send(token, "order-0001", *lines) for _ in range(2))
    assert first.status_code == again.status_code == 201, first.content
    assert first.json() == again.json()
    done = TransferOrder.objects.get()
    told = first.json()
    assert (told["number"], told["count"], told["tonnes"]) == (done.number, 2, "15.5000")
    rows = HoldingTransfer.objects.order_by("pk")
    assert [one["number"] for one in told["transfers"]] == [row.number for row in rows]
    assert told["transfers"][1]["tonnes"] == "3.0000"
    buyer = Party.objects.get(name=BUYER)
    assert balance(holding(ticket, buyer.owner)).posted == carbon("12.5")
    other = send(token, "order-0001", lines[0])
    assert (other.status_code, refusals(other)[0][0]) == (409, "E-MC-02")


def test_every_wrong_line_is_told(ticket: Any, token: str) -> None:
    answer = send(
        token,
        "order-0002",
        line(ticket, BUYER, "1"),
        line(ticket, "某农户", "1", source=""),
        line(ticket, BUYER, "1"),
        line(ticket, VILLAGE, "1") | {"ticket": "GZ-1999-000001-0"},
        line(ticket, VILLAGE, "99999999"),
    )
    assert answer.status_code == 422
    assert refusals(answer) == [
        ("E-RG-26", "第 1、3、5 行", "lines 1, 3, 5"),
        ("E-RG-27", "第 2 行", "line 2"),
        ("E-RG-27", "第 2 行", "line 2"),
        ("E-RG-25", "第 3 行", "line 3"),
        ("E-RG-09", "第 4 行", "line 4"),
    ]
    answer = send(token, "order-0003", line(ticket, BUYER, "1"), line(ticket, BUYER, "2"))
    assert (answer.status_code, refusals(answer)) == (409, [("E-RG-25", "第 2 行", "line 2")])
    answer = send(token, "order-0004")
    assert (answer.status_code, refusals(answer)) == (409, [("E-RG-23", "", "")])
    many = [line(ticket, BUYER, "1")] * (most_lines(now().date()) + 1)
    assert refusals(send(token, "order-0005", *many)) == [("E-RG-24", "", "")]
    assert not HoldingTransfer.objects.exists()


def test_parts_that_are_not_described_are_refused(ticket: Any, token: str) -> None:
    one = line(ticket, BUYER, "1")
    for wrong in (
        {"ground": "gift"},
        {"document": ""},
        {"colour": "red"},
        {"transfers": [one | {"colour": "red"}]},
        {"transfers": [one | {"tonnes": "0"}]},
        {"transfers": [one | {"source": "a\x00b"}]},
        {"transfers": "all"},
    ):
        answer = send(token, "order-0006", one, **wrong)
        assert answer.status_code == 422, (wrong, answer.content)
    assert send(token, "", one).status_code in {400, 422}
    assert send("qs_nobody", "order-0007", one).status_code == 401


def test_names_are_read_at_once(ticket: Any, token: str, statements_sent: Any) -> None:
    made = [Party(kind="person", name=f"农户{n}", credit_code=f"H{n:05d}") for n in range(50)]
    takers = Party.objects.bulk_create(made)
    words = [one.credit_code if place % 2 else one.name for place, one in enumerate(takers)]
    assert send(token, "order-0010", line(ticket, words[0], "1")).status_code == 201
    sent = []
    for count in (6, 50):
        lines = [line(ticket, word, str(Decimal("0.5"))) for word in words[:count]]
        with statements_sent() as statements:
            assert send(token, f"order-0011-{count}", *lines).status_code == 201
        sent.append(len(statements))
    assert sent[0] == sent[1] <= 22, sent

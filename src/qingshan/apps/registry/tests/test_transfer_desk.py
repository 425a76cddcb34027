"""Transfers at the registrar's desk: found again, several by list, everything to a successor."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from qingshan.apps.books import reads as books
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.parties.models import User
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import HoldingTransfer, Ticket, TransferOrder
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
FARM, BUYER, VILLAGE = "12520000DEM0000018", "云岭新材料有限公司", "N2520000DEM000002M"
PAPER = {"ground": "judgment", "document": "（2026）黔26民终1号", "key": "k"}
HEAD = "碳票编号,转出方,转入方,数量（吨）"


@pytest.fixture
def desk(office: Any) -> Client:
    return signed_in("registrar")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def send(desk: Client, *rows: str, **changes: str) -> Any:
    text = "\n".join([HEAD, *rows])
    file = SimpleUploadedFile("过户清单.csv", text.encode(), content_type="text/csv")
    return desk.post(reverse("transfer_list"), PAPER | {"file": file} | changes)


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def fields(answer: Any) -> dict[str, str]:
    """What the page of a preview sends when its button is pressed."""
    found = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode()
    )
    return {name: html.unescape(value) for name, value in found}


def press(desk: Client, told: dict[str, str]) -> Any:
    return desk.post(reverse("transfer_confirm"), told)


def drawn_with(answer: Any) -> set[str]:
    return {template.name for template in answer.templates}


def test_a_list_is_looked_over_and_then_made_once(desk: Client, ticket: Ticket) -> None:
    number = ticket.number
    shown = send(desk, f"{number.lower()},{FARM},{BUYER},12.5", f"{number},{FARM},{VILLAGE},3")
    assert (shown.status_code, drawn_with(shown) >= {"registry/transfer_preview.html"}) == (
        200,
        True,
    )
    assert "确认过户 2 笔" in text_of(shown)
    assert not TransferOrder.objects.exists(), "looking changes nothing"
    told = fields(shown)
    first, again = press(desk, told), press(desk, told)
    done = TransferOrder.objects.get()
    page = reverse("transfer_order", args=[done.number])
    assert first.headers["Location"] == again.headers["Location"] == page
    said = text_of(desk.get(page))
    assert "registry/transfer_order.html" in drawn_with(desk.get(page))
    for row in done.transfers.all():
        assert row.number in said
    assert "15.5000" in said


def test_transfers_are_found_by_ticket_paper_and_number(desk: Client, ticket: Ticket) -> None:
    press(desk, fields(send(desk, f"{ticket.number},{FARM},{BUYER},1")))
    row = HoldingTransfer.objects.get()
    assert row.order is not None
    for wanted in ("", ticket.number, "26民终", row.number.lower(), row.order.number, "\x00"):
        assert row.number in text_of(desk.get(reverse("transfers"), {"q": wanted})), wanted
    said = text_of(desk.get(reverse("transfers"), {"q": "另案"}))
    assert ("没有找到" in said, row.number in said) == (True, False)
    assert "非交易过户" in text_of(desk.get(reverse("desk")))


def test_everything_wrong_stands_at_its_line(desk: Client, ticket: Ticket) -> None:
    number = ticket.number
    lines = (
        f"{number},{FARM},{BUYER},1",
        f"GZ-1999-000001-0,某农户,{BUYER},1",
        f"{number},{FARM},{FARM},1",
        f"{number},{FARM},{VILLAGE},99999999",
    )
    shown = send(desk, *lines)
    said = text_of(shown)
    assert shown.status_code == 422
    for code, place in (("E-RG-09", "第 2 行"), ("E-RG-27", "第 2 行"), ("E-RG-22", "第 3 行")):
        assert re.search(rf"{code}</span><span>位置：{place}<", said), code
    assert re.search(r"E-RG-26</span><span>位置：第 1、3、4 行<", said)
    assert "确认过户" not in said
    with override("en"):
        english = text_of(send(desk, *lines))
    for code, place in (("E-RG-09", "line 2"), ("E-RG-26", "lines 1, 3, 4")):
        assert re.search(rf"{code}</span><span>Place: {place}<", english), code
    with_english = desk.post("/en" + reverse("transfer_list"), {})
    assert with_english.status_code == 422


def test_a_list_that_is_none_comes_back_marked(desk: Client, ticket: Ticket) -> None:
    shown = send(desk, f"{ticket.number},{FARM},,0")
    said = text_of(shown)
    assert (shown.status_code, "E-SH-40" in said, "下载标出问题的表格" in said) == (422, True, True)
    assert send(desk, f"{ticket.number},{FARM},{BUYER},1", document="").status_code == 422
    nothing = desk.post(reverse("transfer_list"), PAPER)
    assert (nothing.status_code, "请上传“过户清单”" in text_of(nothing)) == (422, True)
    file = SimpleUploadedFile("x.xlsx", b"PK\x03\x04nonsense")
    assert desk.post(reverse("transfer_list"), PAPER | {"file": file}).status_code == 422
    for suffix, code in (("xlsx", 200), ("csv", 200), ("pdf", 404)):
        assert desk.get(reverse("transfer_template", args=[suffix])).status_code == code


def test_what_changed_since_the_preview_is_told(office: Any, desk: Client, ticket: Ticket) -> None:
    told = fields(send(desk, f"{ticket.number},{FARM},{BUYER},1"))
    suspend_ticket(office.call("registrar"), ticket=ticket.pk, reason="复核", document="通知")
    answer = press(desk, told)
    assert (answer.status_code, "E-RG-13" in text_of(answer)) == (422, True)
    assert not HoldingTransfer.objects.exists()


def test_a_preview_that_was_tampered_with_does_nothing(desk: Client, ticket: Ticket) -> None:
    told = fields(send(desk, f"{ticket.number},{FARM},{BUYER},1"))
    ticket_key, *rest = told["lines"].split(",")
    for wrong in (
        "", ";", "1", "1,2", f"{told['lines']};", "[" * 100_000, "²,1,1,1",
        ",".join(["999999", *rest]),
        ",".join([ticket_key, "999999", *rest[1:]]),
        ",".join(["9" * 20, *rest]),
        ",".join([ticket_key, *rest[:2], "-1"]),
        ",".join([ticket_key, *rest[:2], "1.5"]),
    ):  # fmt: skip
        answer = press(desk, told | {"lines": wrong})
        assert (answer.status_code, "请重新预览" in text_of(answer)) == (422, True), wrong[:40]
    answer = press(desk, told | {"lines": ",".join([ticket_key, *rest[:2], "0"])})
    assert (answer.status_code, "E-RG-05" in text_of(answer)) == (422, True)
    assert press(desk, told | {"ground": "gift"}).status_code == 422
    assert not HoldingTransfer.objects.exists()


def test_everything_goes_to_a_successor_but_what_is_held(
    office: Any, desk: Client, ticket: Ticket, another: Ticket
) -> None:
    farm = office.party("farm")
    list_units(
        office.call("farm"), asset=ticket.asset, seller=farm, quantity=carbon(20),
        price_fen=8000, expires=office.now + timedelta(days=9),
    )  # fmt: skip
    suspend_ticket(office.call("registrar"), ticket=another.pk, reason="复核", document="通知")
    address = reverse("transfer_all")
    assert "registry/transfer_all.html" in drawn_with(desk.get(address))
    wrong = desk.post(address, PAPER | {"source": FARM, "target": "无此单位"})
    assert wrong.status_code == 422
    shown = desk.post(address, PAPER | {"source": FARM, "target": BUYER, "ground": "merger"})
    said = text_of(shown)
    assert shown.status_code == 200, said
    assert re.search(r"挂牌 .+（20 吨）", said)
    assert another.number in said
    assert press(desk, fields(shown)).status_code == 302
    row = HoldingTransfer.objects.get()
    own = books.balance(holding(ticket, office.cast["farm"].party.owner))
    assert (row.ticket, own.posted, own.available) == (ticket, carbon(20), 0)
    nothing = desk.post(address, PAPER | {"source": FARM, "target": BUYER})
    assert (nothing.status_code, "E-RG-23" in text_of(nothing)) == (422, True)


def test_the_desk_is_the_registrars(ticket: Ticket) -> None:
    assert signed_in("farm").get(reverse("transfers")).status_code == 403
    assert signed_in("farm").post(reverse("transfer_confirm"), PAPER).status_code == 403
    assert Client().get(reverse("transfer_list")).status_code == 302

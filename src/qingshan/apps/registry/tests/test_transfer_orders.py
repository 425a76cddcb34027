"""Several transfers on one paper: all or none, everything wrong at once, each heard of as alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.base.journal import of_subject
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit, store
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.letters.telling import tell
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.history import happenings
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import HoldingTransfer, Ticket, TransferOrder
from qingshan.apps.registry.moving import most_lines
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label, Text
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
PAPER = {"ground": "judgment", "document": "（2026）黔26民终1号"}


@pytest.fixture
def sides(office: Any) -> dict[str, int]:
    return {part: office.party(part) for part in ("farm", "buyer", "village")}


def line(ticket: Ticket, source: int, target: int, tonnes: str) -> dict[str, int]:
    told = {"ticket": ticket.pk, "source": source, "target": target}
    return told | {"quantity": carbon(tonnes)}


def order(office: Any, *lines: dict[str, int], key: str = "", **changes: str) -> TransferOrder:
    call = office.call("registrar", key)
    return transfer_holdings(call, lines=list(lines), **PAPER | changes)


def told(office: Any, *lines: dict[str, int], **changes: str) -> list[tuple[str, Text]]:
    """What an order is refused for, and where; nothing of it was done."""
    before = Event.objects.count()
    with pytest.raises(Refused) as caught:
        order(office, *lines, **changes)
    assert not TransferOrder.objects.exists()
    assert not HoldingTransfer.objects.exists()
    assert Event.objects.count() == before
    for refusal in caught.value.refusals:
        for language in ("zh", "en"):
            said = refusal.what(language) + refusal.why(language) + refusal.remedy(language)
            assert "?" not in said, said
    return [(refusal.code, refusal.place) for refusal in caught.value.refusals]


def held(ticket: Ticket, party: int) -> int:
    return books.balance(holding(ticket, Party.objects.get(pk=party).owner)).posted


def test_every_line_becomes_a_transfer_of_its_own(
    office: Any, ticket: Ticket, another: Ticket, sides: dict[str, int]
) -> None:
    farm, buyer, village = sides["farm"], sides["buyer"], sides["village"]
    done = order(
        office,
        line(ticket, farm, buyer, "10"),
        line(ticket, farm, village, "2.5"),
        line(another, farm, buyer, "1"),
    )
    assert done.number.startswith("DG-2026-000001-")
    assert (done.count, done.quantity) == (3, carbon("13.5"))
    rows = list(done.transfers.order_by("pk"))
    assert [row.number[:14] for row in rows] == [f"GH-2026-{n:06d}"[:14] for n in (1, 2, 3)]
    assert {(row.ground, row.document) for row in rows} == {tuple(PAPER.values())}
    assert (held(ticket, buyer), held(ticket, village)) == (carbon(10), carbon("2.5"))
    assert held(another, buyer) == carbon(1)
    chain = books.chain(f"transfer:{rows[1].number}")
    assert chain is not None
    assert chain.chain.facts == {"transfer": rows[1].number, "ground": "judgment"}
    assert audit.verify() is None


def test_each_is_heard_of_as_a_single_one_is(
    office: Any, ticket: Ticket, sides: dict[str, int]
) -> None:
    farm, buyer = sides["farm"], sides["buyer"]
    done = order(office, line(ticket, farm, buyer, "3"))
    alone = transfer_holding(office.call("registrar"), **line(ticket, farm, buyer, "3"), **PAPER)
    among = done.transfers.get()
    first, second = of_subject(among).get(), of_subject(alone).get()
    assert (first.name, first.facts.keys()) == (second.name, second.facts.keys())
    assert first.name == "holding.transferred"
    whole = of_subject(done).get()
    assert (whole.name, whole.facts["transfers"]) == ("holdings.transferred", [among.number])
    assert {row.document for row in happenings(ticket)} == {among.number, alone.number}
    letters = [
        [(one.user, one.template) for one in tell(each, each.when)] for each in (first, second)
    ]
    assert letters[0] == letters[1] != []


def test_all_that_is_wrong_is_told_at_once_with_its_line(
    office: Any, ticket: Ticket, another: Ticket, sides: dict[str, int]
) -> None:
    farm, buyer, village = sides["farm"], sides["buyer"], sides["village"]
    suspend_ticket(office.call("registrar"), ticket=another.pk, reason="复核", document="通知")
    found = told(
        office,
        line(ticket, farm, buyer, "1"),
        line(ticket, farm, buyer, "2"),
        line(ticket, farm, farm, "1"),
        line(another, farm, buyer, "1"),
        line(ticket, farm, village, "0"),
        line(ticket, buyer, village, "7"),
        ground="gift",
        document=" ",
    )
    assert found == [
        ("E-RG-11", ""),
        ("E-RG-14", "gift"),
        ("E-RG-25", Label("第 2 行", "line 2")),
        ("E-RG-22", Label("第 3 行", "line 3")),
        ("E-RG-13", Label("第 4 行", "line 4")),
        ("E-RG-05", Label("第 5 行", "line 5")),
        ("E-LG-22", Label("第 6 行", "line 6")),
    ]


def test_no_line_and_too_many_are_refused(
    office: Any, ticket: Ticket, sides: dict[str, int]
) -> None:
    assert told(office, document="") == [("E-RG-11", ""), ("E-RG-23", "")]
    most = most_lines(office.now.date())
    lines = [line(ticket, sides["farm"], sides["buyer"], "1")] * (most + 1)
    assert told(office, *lines) == [("E-RG-24", "")]


def test_lines_of_one_holding_are_judged_together(
    office: Any, ticket: Ticket, sides: dict[str, int]
) -> None:
    farm, buyer, village = sides["farm"], sides["buyer"], sides["village"]
    whole, bank = held(ticket, farm) // 10_000, office.party("bank")
    lines = [line(ticket, farm, buyer, str(whole)), line(ticket, farm, village, "1")]
    assert told(office, *lines) == [("E-RG-26", Label("第 1、2 行", "lines 1, 2"))]
    parts = [line(ticket, farm, taker, str(whole)) for taker in (buyer, village, bank, farm)]
    assert told(office, *parts)[-1] == ("E-RG-26", Label("第 1–4 行", "lines 1–4"))
    passed_on = [line(ticket, farm, buyer, "5"), line(ticket, buyer, village, "5")]
    assert told(office, *passed_on) == [("E-LG-22", Label("第 2 行", "line 2"))]


def test_what_is_held_or_frozen_stays(
    office: Any, ticket: Ticket, another: Ticket, sides: dict[str, int]
) -> None:
    farm, buyer, village = sides["farm"], sides["buyer"], sides["village"]
    list_units(
        office.call("farm"), asset=ticket.asset, seller=farm, quantity=carbon(20),
        price_fen=8000, expires=office.now + timedelta(days=9),
    )  # fmt: skip
    free = str(held(ticket, farm) // 10_000 - 20)
    one = [line(ticket, farm, buyer, free), line(ticket, farm, village, "1")]
    assert {code for code, _ in told(office, *one)} == {"E-RG-26", "E-RG-12"}
    assert told(office, line(ticket, farm, buyer, f"{int(free) + 1}")) == [
        ("E-RG-12", Label("第 1 行", "line 1"))
    ]
    store.freeze_account(holding(ticket, Party.objects.get(pk=farm).owner))
    store.freeze_asset(another.asset)
    assert told(office, line(ticket, farm, buyer, "1"), line(another, farm, buyer, "1")) == [
        ("E-LG-16", Label("第 1 行", "line 1")),
        ("E-LG-15", Label("第 2 行", "line 2")),
    ]


def test_one_key_gives_one_answer(
    office: Any, ticket: Ticket, sides: dict[str, int], refuses: Any
) -> None:
    lines = [line(ticket, sides["farm"], sides["buyer"], "3")]
    first, again = (order(office, *lines, key="paper-1") for _ in range(2))
    assert first == again
    assert HoldingTransfer.objects.count() == 1
    with refuses("E-MC-02"):
        order(office, *lines, key="paper-1", document="另一份文件")
    with refuses("E-AU-01"):
        transfer_holdings(office.call("farm"), lines=lines, **PAPER)


def test_many_lines_send_as_much_as_few(
    office: Any, ticket: Ticket, sides: dict[str, int], statements_sent: Any
) -> None:
    made = [Party(kind="person", name=f"农户{n}") for n in range(50)]
    takers = Party.objects.bulk_create(made)
    order(office, *(line(ticket, sides["farm"], taker.pk, "0.5") for taker in takers[:2]))
    sent = []
    for count in (5, 50):
        lines = [line(ticket, sides["farm"], taker.pk, "1") for taker in takers[:count]]
        with statements_sent() as statements:
            order(office, *lines)
        sent.append(len(statements))
    assert sent[0] == sent[1] <= 16, sent
    assert held(ticket, takers[49].pk) == carbon(1)

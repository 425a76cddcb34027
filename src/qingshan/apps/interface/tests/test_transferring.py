"""Transfers without a trade by program: the registrar's token, two parties, a paper, one key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, override_settings

from qingshan.apps.base.clock import now
from qingshan.apps.base.journal import of_subject
from qingshan.apps.books.reads import balance
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.issue_token import issue_token
from qingshan.apps.parties.models import Party, SecondFactor, User
from qingshan.apps.parties.sealing import seal
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import HoldingTransfer
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
FARM, BUYER = "12520000DEM0000018", "91520000DEM000005F"


@pytest.fixture(scope="module")
def ticket(office: Any) -> Any:
    return office.issued()


@pytest.fixture(scope="module")
def token(office: Any) -> str:
    return made(office)


def made(office: Any, part: str = "registrar", scope: str = "transfers:write") -> str:
    secret = new_secret()
    issue_token(
        replace(office.call(part), when=now()),
        party=office.party(part),
        name="登记系统",
        scopes=[scope],
        days=30,
        digest=secret.digest,
        head=secret.head,
    )
    return secret.text


def send(ticket: Any, token: str, key: str, **changes: str) -> Any:
    told = {
        "ticket": ticket.number,
        "source": FARM,
        "target": "云岭新材料有限公司",
        "tonnes": "12.5",
        "ground": "judgment",
        "document": "（2026）黔26民终1号",
        **changes,
    }
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    path = "/api/v1/office/transfers"
    return Client().post(path, told, content_type="application/json", headers=headers)


def refusals(answer: Any) -> list[tuple[str, str]]:
    return [(reason["code"], reason["place"]) for reason in answer.json()["refusals"]]


def test_units_change_hands_once_for_each_key(office: Any, ticket: Any, token: str) -> None:
    first, again = (send(ticket, token, "paper-0001") for _ in range(2))
    assert first.status_code == again.status_code == 201, first.content
    assert first.json() == again.json()
    done = HoldingTransfer.objects.get()
    assert first.json()["number"] == done.number
    assert first.json()["tonnes"] == "12.5000"
    buyer = Party.objects.get(credit_code=BUYER)
    assert balance(holding(ticket, buyer.owner)).posted == carbon("12.5")
    (event,) = of_subject(done)
    assert event.actor == office.cast["registrar"].actor.name
    other = send(ticket, token, "paper-0001", tonnes="13")
    assert (other.status_code, refusals(other)[0][0]) == (409, "E-MC-02")


def test_who_is_not_the_registrar_moves_nothing(office: Any, ticket: Any, refuses: Any) -> None:
    with refuses("E-IF-07"):
        made(office, "farm")
    answer = send(ticket, made(office, "farm", "tickets:write"), "paper-0002")
    assert (answer.status_code, refusals(answer)[0][0]) == (403, "E-IF-02")


def test_parties_and_words_that_are_wrong_are_named(ticket: Any, token: str) -> None:
    answer = send(ticket, token, "paper-0003", source="某农户", target="")
    assert answer.status_code == 422
    assert refusals(answer) == [("E-IF-21", "source"), ("E-IF-21", "target")]
    answer = send(ticket, token, "paper-0004", ground="gift")
    assert (answer.status_code, refusals(answer)) == (422, [("E-PO-14", "told.ground")])
    for wrong in ({"colour": "red"}, {"document": "a\x00b"}):
        assert send(ticket, token, "paper-0010", **wrong).status_code == 422
    assert send(ticket, token, "paper-0005", document=" ").status_code == 409
    more = send(ticket, token, "paper-0006", tonnes="1000000")
    assert (more.status_code, refusals(more)[0][0]) == (409, "E-LG-22")


def test_two_parties_of_one_name_are_told_apart_by_code(ticket: Any, token: str) -> None:
    twin = Party.objects.create(kind="enterprise", name="云岭新材料有限公司")
    assert refusals(send(ticket, token, "paper-0007")) == [("E-IF-21", "target")]
    assert send(ticket, token, "paper-0008", target=BUYER).status_code == 201
    assert not twin.memberships.exists()


def test_a_token_is_no_way_around_the_second_factor(office: Any, ticket: Any, token: str) -> None:
    with override_settings(SECOND_FACTOR=True):
        answer = send(ticket, token, "paper-0009")
        assert (answer.status_code, refusals(answer)[0][0]) == (403, "E-IF-20")
        user = User.objects.get(username="registrar")
        SecondFactor.objects.create(
            user=user, kind="totp", name="验证器", secret=seal("x"), since=now()
        )
        assert send(ticket, token, "paper-0009").status_code == 201


def test_a_transfer_sends_few_statements(ticket: Any, token: str, statements_sent: Any) -> None:
    assert send(ticket, token, "paper-0020").status_code == 201, "the first prepares them"
    with statements_sent() as told:
        assert send(ticket, token, "paper-0021").status_code == 201
    # Token, parties by code and by name, ticket; then the act: its transaction's two ends, key,
    # ticket under lock, its state, both parties, balance, number, ledger, row and event.
    assert len(told) <= 15, told
    # What a program asks for again and again is not put together anew.
    assert not [one for one in told if "SELECT" in one], told

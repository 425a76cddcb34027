"""The closed half: tokens made, used within their scopes, ended; acts with keys are done once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.admit_listing import admit_listing
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.end_token import end_token
from qingshan.apps.interface.verbs.issue_token import issue_token
from qingshan.apps.parties.models import User
from qingshan.apps.registry.models import Retirement
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office: Any) -> Any:
    return office.issued()


def made(office: Any, *scopes: str, part: str = "farm", days: int = 30) -> str:
    secret = new_secret()
    issue_token(
        replace(office.call(part), when=now()),
        party=office.party(part),
        name="试验",
        scopes=scopes,
        days=days,
        digest=secret.digest,
        head=secret.head,
    )
    return secret.text


def ask(path: str, token: str = "", key: str = "", **told: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if key:
        headers["Idempotency-Key"] = key
    if not told and not key:
        return Client().get(f"/api/v1/{path}", headers=headers)
    return Client().post(f"/api/v1/{path}", told, content_type="application/json", headers=headers)


def codes(answer: Any) -> list[str]:
    return [reason["code"] for reason in answer.json()["refusals"]]


def retiring(ticket: Any, tonnes: str = "1.5") -> dict[str, str]:
    return {
        "ticket": ticket.number,
        "tonnes": tonnes,
        "purpose": "own_emissions",
        "first_day": "2025-01-01",
        "last_day": "2025-12-31",
    }


def test_without_a_good_token_nothing_is_acted(office: Any, ticket: Any) -> None:
    ended = made(office, "tickets:write")
    end_token(office.call("farm"), token=Token.objects.latest("pk").pk)
    late = made(office, "tickets:write")
    Token.objects.filter(pk=Token.objects.latest("pk").pk).update(expires=now())
    for token in ("", "qs_nothing", ended, late):
        answer = ask("own/retirements", token, "retire-0001", **retiring(ticket))
        assert answer.status_code == 401
        assert codes(answer) == ["E-IF-01"]
        assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not Retirement.objects.exists()


def test_a_body_that_is_no_json_is_told_as_every_other_refusal(office: Any) -> None:
    headers = {
        "Authorization": f"Bearer {made(office, 'tickets:write')}",
        "Idempotency-Key": "unreadable",
    }
    answer = Client().post(
        "/api/v1/own/retirements", b"{", content_type="application/json", headers=headers
    )
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert codes(answer) == ["E-PO-14"]


def test_a_token_does_no_more_than_its_scopes(office: Any, ticket: Any) -> None:
    answer = ask(
        "own/retirements", made(office, "holdings:read"), "retire-0001", **retiring(ticket)
    )
    assert answer.status_code == 403
    assert codes(answer) == ["E-IF-02"]


def test_holdings_are_those_of_the_ledger(office: Any, ticket: Any) -> None:
    told = ask("own/holdings", made(office, "holdings:read")).json()
    (row,) = [each for each in told["items"] if each["asset"] == ticket.number]
    assert row["unit"] == "t"
    assert carbon(Decimal(row["available"])) == ticket.quantity - ticket.buffer


def test_the_same_key_is_the_same_act(office: Any, ticket: Any) -> None:
    token = made(office, "tickets:write")
    first = ask("own/retirements", token, "retire-0001", **retiring(ticket))
    again = ask("own/retirements", token, "retire-0001", **retiring(ticket))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert Retirement.objects.count() == 1
    other = ask("own/retirements", token, "retire-0001", **retiring(ticket, "2"))
    assert other.status_code == 409
    assert codes(other) == ["E-MC-02"]
    assert codes(ask("own/retirements", token, "short", **retiring(ticket))) == ["E-IF-03"]


def test_offer_and_cancel(office: Any, ticket: Any) -> None:
    token = made(office, "market:write")
    until = (now() + timedelta(days=30)).isoformat()
    told = {"ticket": ticket.number, "tonnes": "5", "yuan_per_tonne": "50.00", "expires": until}
    offered = ask("own/listings", token, "offer-00001", **told)
    assert offered.status_code == 201, offered.content
    number = offered.json()["number"]
    assert offered.json()["yuan_per_tonne"] == "50.00"
    cancelled = ask(f"own/listings/{number}/cancel", token, "cancel-0001")
    assert cancelled.json()["state"] == Listing.objects.get(number=number).state == "cancelled"
    assert ask("own/listings/GP-0/cancel", token, "cancel-0002").status_code == 404


def test_taking_an_offer_holds_the_money(office: Any, ticket: Any) -> None:
    until = (now() + timedelta(days=30)).isoformat()
    told = {"ticket": ticket.number, "tonnes": "5", "yuan_per_tonne": "50.00", "expires": until}
    number = ask("own/listings", made(office, "market:write"), "offer-00002", **told).json()[
        "number"
    ]
    buyer = made(office, "market:write", part="buyer")
    early = {"listing": number, "tonnes": "2", "purpose": "own_emissions"}
    assert ask("own/trades", buyer, "take-early", **early).status_code == 404
    operator = replace(office.call("operator"), when=now())
    admit_listing(operator, listing=Listing.objects.get(number=number).pk)
    office.paid("buyer", 1_000_000)
    taken = ask("own/trades", buyer, "take-00001", **early)
    assert taken.status_code == 201, taken.content
    assert taken.json()["yuan"] == "100.00"


def test_several_offers_are_taken_at_once_or_not_at_all(office: Any, ticket: Any) -> None:
    until = (now() + timedelta(days=30)).isoformat()
    seller, numbers = made(office, "market:write"), []
    for place, price in enumerate(("50.00", "51.00")):
        told = {"ticket": ticket.number, "tonnes": "5", "yuan_per_tonne": price, "expires": until}
        numbers.append(ask("own/listings", seller, f"offer-1000{place}", **told).json()["number"])
    buyer = made(office, "market:write", part="buyer")
    parts = [{"listing": number, "tonnes": "5"} for number in numbers]
    wanted = {"listings": parts, "purpose": "own_emissions"}
    early = ask("own/pick-orders", buyer, "order-early", **wanted)
    assert early.status_code == 404, "neither was admitted"
    operator = replace(office.call("operator"), when=now())
    for place, number in enumerate(numbers):
        key = Listing.objects.get(number=number).pk
        admit_listing(replace(operator, key=f"admit-{place}"), listing=key)
    office.paid("buyer", 100)
    short = ask("own/pick-orders", buyer, "order-short", **wanted)
    assert codes(short) == ["E-LG-22"]
    assert not Trade.objects.exists()
    office.paid("buyer", 1_000_000)
    taken = ask("own/pick-orders", buyer, "order-00001", **wanted)
    assert taken.status_code == 201, taken.content
    assert [one["yuan"] for one in taken.json()["trades"]] == ["250.00", "255.00"]
    assert (taken.json()["yuan"], taken.json()["tonnes"]) == ("505.00", "10.0000")
    again = ask("own/pick-orders", buyer, "order-00001", **wanted)
    assert again.json() == taken.json()
    assert Trade.objects.count() == 2


def test_who_lost_the_role_acts_no_longer(office: Any, ticket: Any) -> None:
    token = made(office, "tickets:write")
    user = User.objects.get(username="farm")
    user.is_active = False
    user.save()
    assert ask("own/retirements", token, "retire-0009", **retiring(ticket)).status_code == 401


def test_tokens_never_exceed_roles_nor_last_for_ever(office: Any, refuses: Any) -> None:
    with refuses("E-IF-07"):
        made(office, "market:write", part="county")
    with refuses("E-IF-08"):
        made(office, "market:write", days=4_000)
    with refuses("E-AU-02"):
        secret = new_secret()
        issue_token(
            office.call("farm"),
            party=office.party("buyer"),
            name="x",
            scopes=("market:write",),
            days=1,
            digest=secret.digest,
            head=secret.head,
        )
    made(office, "market:write")
    with refuses("E-IF-09"):
        end_token(office.call("buyer"), token=Token.objects.latest("pk").pk)


def test_a_role_at_another_party_gives_no_scope_here(office: Any, refuses: Any) -> None:
    call = office.call("farm")
    secret = new_secret()
    own = office.cast["farm"].party
    wide = type(call.actor)(
        call.actor.name, call.actor.roles, call.actor.parties | {office.party("county")}
    )
    assert own.pk in wide.parties
    with refuses("E-IF-07"):
        issue_token(
            type(call)(wide, call.when, call.key),
            party=office.party("county"),
            name="x",
            scopes=("market:write",),
            days=1,
            digest=secret.digest,
            head=secret.head,
        )


def test_a_secret_is_shown_once_and_kept_nowhere(office: Any) -> None:
    client = Client()
    client.force_login(User.objects.get(username="farm"))
    form = {"key": "k-1", "name": "财务系统", "party": office.party("farm"), "days": 30}
    made_page = client.post(reverse("token_new"), {**form, "scopes": ["holdings:read"]})
    (secret,) = re.findall(r"qs_[\w-]{40,}", made_page.content.decode())
    listed = client.get(reverse("tokens")).content.decode()
    wrong = client.post(reverse("token_new"), {**form, "name": ""})
    long = {**form, "key": "k-3", "days": 100_000, "scopes": ["holdings:read"]}
    refused = client.post(reverse("token_new"), long)
    assert made_page["Cache-Control"] == "no-store"
    drawn = {template.name for template in made_page.templates}
    assert {"interface/made.html", "base/once.html"} <= drawn
    assert "财务系统" in listed
    assert secret not in listed
    assert wrong.status_code == 422
    assert (refused.status_code, Token.objects.filter(name="财务系统").count()) == (422, 1)
    assert "E-IF-" in refused.content.decode()
    assert not re.findall(r"qs_[\w-]{40,}", refused.content.decode()), "nothing was made"
    assert ask("own/holdings", secret).status_code == 200
    text = "".join(str(event.facts) + event.key for event in Event.objects.all())
    assert secret not in text
    key = Token.objects.latest("pk").pk
    assert client.post(reverse("token_end", args=[key]), {"key": "k-2"}).status_code == 302
    assert ask("own/holdings", secret).status_code == 401

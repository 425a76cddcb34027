"""Who may open what: every address has an audience on the sheet, and nobody else gets in.

The sheet ``audiences.csv`` names for every address ``everyone``, ``signed_in``, the roles, or
``token`` for what programs do with a token of their owner. An address that is not on it fails, so
that nothing is open because somebody forgot to close it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from qingshan.apps.base.roles import ROLES, UNGIVEN
from qingshan.apps.parties.models import User

pytestmark = pytest.mark.django_db

SHEET = Path(__file__).with_name("audiences.csv")
EVERYONE, SIGNED_IN, TOKEN = "everyone", "signed_in", "token"
STAND_INS = {"int": "1", "string": "x", "path": "x", "slug": "x", "uuid": "0" * 32}
POST_ONLY, FORBIDDEN = 405, 403
UNKNOWN = 401
"""What a program is answered that shows no token."""


@dataclass(frozen=True)
class Door:
    """A named address with something in the place of its variable parts."""

    name: str
    parts: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        return reverse(self.name, kwargs=dict(self.parts))


def doors(patterns: list[Any], before: str = "") -> Iterator[Door]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from doors(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            converters = pattern.pattern.converters
            parts = tuple(
                (name, STAND_INS[type(one).__name__.removesuffix("Converter").lower()])
                for name, one in converters.items()
            )
            yield Door(f"{before}{pattern.name}", parts)


DOORS = sorted(set(doors(get_resolver().url_patterns)), key=lambda door: door.name)


def audiences() -> dict[str, str]:
    with SHEET.open(encoding="utf-8", newline="") as handle:
        return {row["address"]: row["audience"] for row in csv.DictReader(handle)}


def status(client: Client, door: Door, method: str = "get") -> tuple[int, bool]:
    """The status, and whether one was sent to sign in."""
    answer = getattr(client, method)(door.address)
    to = str(answer.headers.get("Location", ""))
    return answer.status_code, answer.status_code == 302 and "/login/?next=" in to


@pytest.fixture(scope="module")
def people(office) -> dict[str, Client]:
    """One account that holds each role."""
    found: dict[str, Client] = {}
    for user in User.objects.order_by("pk"):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for membership in user.memberships.all():
            found.setdefault(membership.role, client)
    return found


def test_every_address_has_its_audience() -> None:
    named = [door.name for door in DOORS]
    told = list(audiences())
    assert sorted(set(named) - set(told)) == [], "a new address needs its audience"
    assert sorted(set(told) - set(named)) == []
    assert told == sorted(told)


def test_audiences_are_known() -> None:
    known = {EVERYONE, SIGNED_IN, TOKEN, *ROLES} - UNGIVEN
    assert {word for who in audiences().values() for word in who.split()} <= known


def test_every_role_is_tried(people) -> None:
    assert set(people) == set(ROLES) - UNGIVEN


def test_strangers_open_what_is_for_everyone_and_nothing_else(people) -> None:
    stranger, told = Client(raise_request_exception=False), audiences()
    wrong = {}
    for door in DOORS:
        code, is_sent = status(stranger, door)
        if code == POST_ONLY and told[door.name] != EVERYONE:
            code, is_sent = status(stranger, door, "post")
        if told[door.name] == TOKEN:
            is_right = code == UNKNOWN
        else:
            is_right = is_sent == (told[door.name] != EVERYONE)
        if not is_right:
            wrong[door.name] = f"{told[door.name]}: {code}"
    assert wrong == {}


@pytest.mark.parametrize("role", sorted(set(ROLES) - UNGIVEN))
def test_a_role_opens_what_it_is_named_for(people, role) -> None:
    client, wrong = people[role], {}
    for door in DOORS:
        who = audiences()[door.name].split()
        if who == [TOKEN]:
            continue
        code, is_sent = status(client, door)
        if who not in ([EVERYONE], [SIGNED_IN]) and role not in who and code == POST_ONLY:
            code, is_sent = status(client, door, "post")
        may = who in ([EVERYONE], [SIGNED_IN]) or role in who
        if is_sent or code >= 500 or may == (code == FORBIDDEN):
            wrong[door.name] = code
    assert wrong == {}


def test_what_is_asked_for_by_a_nul_is_not_there(people) -> None:
    """Whatever stands in an address is no fault of ours, and nobody makes the house say so."""
    faults = {}
    for door in DOORS:
        parts = {name: "\x00" if part == "x" else part for name, part in door.parts}
        address = f"{reverse(door.name, kwargs=parts)}?q=%00&page=%00&without=%00&tonnes=1"
        for who in ("operator", "registrar", "trader"):
            code = people[who].get(address).status_code
            if code >= 500:
                faults[door.name, who] = code
    assert not faults

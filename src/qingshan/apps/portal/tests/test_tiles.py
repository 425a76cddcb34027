"""The answer of a tile: fresh, private where it tells more, and nothing outside the pyramid."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.parties.models import Party, User
from qingshan.apps.portal.views.tiles import tiles_address

pytestmark = pytest.mark.django_db


def path(zoom: int, column: int, row: int) -> str:
    return reverse("compartment_tile", args=[zoom, column, row])


def test_a_reader_who_holds_a_tile_is_told_so() -> None:
    client = Client()
    first = client.get(path(10, 819, 433))
    assert first.status_code == 200
    assert first["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get(path(10, 819, 433), headers={"If-None-Match": f'W/{first["ETag"]}, "x"'})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert "Set-Cookie" not in first


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_the_register_sees_more_in_an_answer_of_its_own(office: Any) -> None:
    public = Client().get(path(10, 819, 433))
    private = signed_in("registrar").get(path(10, 819, 433))
    assert private["Cache-Control"].startswith("private")
    assert "Cookie" in public["Vary"]
    assert public["ETag"] != private["ETag"]


def test_a_county_office_sees_its_county_and_without_one_no_more_than_strangers(
    office: Any,
) -> None:
    stranger = Client().get(path(10, 819, 433))["ETag"]
    Party.objects.filter(memberships__user__username="county").update(county_code="")
    assert signed_in("county").get(path(10, 819, 433))["ETag"] == stranger
    Party.objects.filter(memberships__user__username="county").update(county_code="522629")
    assert signed_in("county").get(path(10, 819, 433))["ETag"] != stranger
    assert signed_in("farm").get(path(10, 819, 433))["ETag"] == stranger


@pytest.mark.parametrize("place", [(6, 0, 0), (17, 0, 0), (8, 256, 0), (8, 0, 256)])
def test_outside_the_pyramid_there_is_nothing(place: tuple[int, int, int]) -> None:
    assert Client().get(path(*place)).status_code == 404


def test_only_reading_is_answered() -> None:
    assert Client().post(path(10, 819, 433)).status_code == 405


def test_maps_are_given_the_pattern() -> None:
    assert tiles_address() == "/tiles/compartments/{z}/{x}/{y}"

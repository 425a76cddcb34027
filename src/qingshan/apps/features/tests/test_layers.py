"""Documents and features as a program reads them, without an account."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.land.models import Compartment, County
from qingshan.apps.land.verbs.import_counties import import_counties
from qingshan.apps.parties.models import Party
from qingshan.apps.walks.cast import FOUNDER
from qingshan.core.geo.shape import from_wkb

pytestmark = pytest.mark.django_db
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@pytest.fixture(scope="module")
def ticket(office: Any) -> Any:
    """Issued before there are counties: the made-up survey lies in another than it says."""
    issued = office.issued()
    import_counties(Call(FOUNDER, now(), "counties"))
    return issued


def get(path: str, **told: str) -> Any:
    answer = Client().get(f"/ogc/{path}", told)
    assert answer.status_code == 200, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer
    return answer.json()


def items(name: str, **told: str) -> Any:
    return get(f"collections/{name}/items", **told)


def refused(path: str, status: int, **told: str) -> list[str]:
    answer = Client().get(f"/ogc/{path}", told)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    return [reason["code"] for reason in answer.json()["refusals"]]


def test_every_link_of_the_documents_leads_somewhere(ticket: Any) -> None:
    seen: set[str] = set()
    waiting = ["http://testserver/ogc/"]
    while waiting:
        href = waiting.pop()
        if href in seen:
            continue
        seen.add(href)
        answer = Client().get(href.removeprefix("http://testserver"))
        assert answer.status_code == 200, href
        if "json" in answer["Content-Type"]:
            told = answer.json()
            found = [*told.get("links", []), *_inner(told.get("collections", []))]
            waiting += [link["href"] for link in found]
    assert {href.rsplit("/", 1)[-1] for href in seen} >= {"api", "conformance", "collections"}
    assert len(seen) >= 10


def _inner(told: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [link for each in told for link in each["links"]]


def test_a_ticket_is_drawn_on_its_land_but_coarsely(ticket: Any) -> None:
    (feature,) = [
        each
        for each in items("tickets")["features"]
        if each["properties"]["number"] == ticket.number
    ]
    assert feature["properties"]["issued_t"] == ticket.quantity // 10_000
    assert feature["properties"]["state"] == "valid"
    drawn = shapely.geometry.shape(feature["geometry"])
    ground = shapely.union_all(
        from_wkb([row.shape for row in ticket.monitoring.survey.compartments.all()])
    )
    assert shapely.intersection(drawn, ground).area > 0.8 * ground.area
    assert not shapely.equals_exact(drawn, ground, 1e-6)
    corners = {tuple(point) for point in shapely.get_coordinates(ground).round(7).tolist()}
    told = {tuple(point) for point in shapely.get_coordinates(drawn).round(7).tolist()}
    assert not corners & told


def test_a_person_is_masked(ticket: Any) -> None:
    Party.objects.filter(pk=ticket.party_id).update(kind="person", name="吴青松")
    text = json.dumps(items("tickets"), ensure_ascii=False)
    assert "吴某某" in text
    assert "吴青松" not in text


def test_pages_follow_each_other_and_miss_nothing(ticket: Any) -> None:
    whole = items("compartments", limit="1000")
    assert whole["numberMatched"] == whole["numberReturned"] == len(whole["features"])
    keys, told = [], items("compartments", limit="2")
    while True:
        assert told["numberReturned"] <= 2
        keys += [feature["id"] for feature in told["features"]]
        following = [link["href"] for link in told["links"] if link["rel"] == "next"]
        if not following:
            break
        told = Client().get(following[0].removeprefix("http://testserver")).json()
    assert keys == [feature["id"] for feature in whole["features"]]


def test_a_later_survey_of_the_same_numbers_stands(office: Any) -> None:
    first, second = office.accepted(office.file(plot=3)), office.accepted(office.file(plot=3))
    shown = {feature["id"] for feature in items("compartments", limit="1000")["features"]}
    assert not shown & set(first.compartments.values_list("pk", flat=True))
    assert shown >= set(second.compartments.values_list("pk", flat=True))


def test_a_box_finds_what_it_meets_and_nothing_else(ticket: Any) -> None:
    row = Compartment.objects.filter(survey=ticket.monitoring.survey).first()
    assert row is not None
    west, south, east, north = row.bounds
    near = items("compartments", bbox=f"{west},{south},{east},{north}")
    assert row.pk in {feature["id"] for feature in near["features"]}
    assert "numberMatched" not in near
    assert items("compartments", bbox="100,20,100.1,20.1")["features"] == []
    assert [
        f["properties"]["number"]
        for f in items("tickets", bbox=f"{west},{south},{east},{north}")["features"]
    ] == [ticket.number]


def test_the_corner_of_a_countys_box_is_not_the_county(ticket: Any) -> None:
    for county in County.objects.all():
        shape = from_wkb([county.shape])[0]
        west, south, _, _ = county.bounds
        corner = shapely.box(west, south, west + 1e-4, south + 1e-4)
        if not shapely.intersects(shape, corner):
            found = items("counties", bbox=",".join(map(str, corner.bounds)))
            assert county.code not in {each["properties"]["code"] for each in found["features"]}
            return
    pytest.fail("every county fills its box")


def test_days_of_the_monitoring_period(ticket: Any) -> None:
    def numbers(span: str) -> list[str]:
        return [f["properties"]["number"] for f in items("tickets", datetime=span)["features"]]

    assert ticket.number in numbers("2023-12-31")
    assert ticket.number not in numbers("2024-01-01")
    assert ticket.number in numbers("../2019-01-01")
    assert ticket.number not in numbers("../2018-12-31")


def test_filters_work(ticket: Any) -> None:
    assert items("tickets", number=ticket.number)["numberMatched"] == 1
    assert items("tickets", county="000000")["numberMatched"] == 0
    group = Compartment.objects.values_list("species_group", flat=True)[0]
    same = Compartment.objects.filter(species_group=group).count()
    assert items("compartments", species_group=group)["numberMatched"] == same
    assert items("counties", code="522629")["features"][0]["properties"]["code"] == "522629"


@pytest.mark.parametrize("code", ["4490", "4326"])
def test_geographic_systems_put_latitude_first(ticket: Any, code: str) -> None:
    plain, turned = (
        items("counties", code="522629", **told)["features"][0]["geometry"]
        for told in ({}, {"crs": f"{EPSG}{code}"})
    )
    first, second = (shapely.get_coordinates(shapely.geometry.shape(g)) for g in (plain, turned))
    assert first == pytest.approx(second[:, ::-1], abs=2e-7)


def test_zone_coordinates_come_northing_first() -> None:
    answer = Client().get(
        "/ogc/collections/counties/items", {"code": "522629", "crs": f"{EPSG}4524"}
    )
    assert answer["Content-Crs"] == f"<{EPSG}4524>"
    points = shapely.get_coordinates(
        shapely.geometry.shape(answer.json()["features"][0]["geometry"])
    )
    assert 2_900_000 < points[:, 0].min() < points[:, 0].max() < 3_000_000
    assert 36_000_000 < points[:, 1].min() < points[:, 1].max() < 37_000_000


def test_refusals(ticket: Any) -> None:
    path = "collections/tickets/items"
    assert refused(path, 400, colour="red", limit="0") == ["E-FT-01", "E-FT-02"]
    assert refused("collections/trees", 404) == ["E-FT-03"]
    assert refused(f"{path}/999999999", 404) == ["E-FT-04"]
    assert Client().post("/ogc/collections").status_code == 405


def test_one_feature_is_the_same_as_in_its_list(ticket: Any) -> None:
    (listed,) = items("tickets", number=ticket.number)["features"]
    alone = get(f"collections/tickets/items/{ticket.pk}")
    links = alone.pop("links")
    assert alone == listed
    assert {link["rel"] for link in links} == {"self", "collection"}


def test_people_find_the_address(ticket: Any) -> None:
    page = Client().get(reverse("features_guide")).content.decode()
    assert "http://testserver/ogc/" in page

"""A dump holds the whole public register, the same in every form, and says what it holds."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from django.test import Client
from django.urls import reverse
from pyproj import CRS

from qingshan.apps.features import dumping, jobs
from qingshan.apps.features.collections import COLLECTIONS
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
PERSON = "龙阿妹"


@pytest.fixture(scope="module")
def register(office: Any) -> tuple[Ticket, Retirement]:
    """A ticket of a natural person of which a part is retired."""
    ticket = office.issued()
    party = ticket.party_id
    Party.objects.filter(pk=party).update(kind="person", name=PERSON)
    told = {"purpose": "public_good", "beneficiary": named(SELF)}
    done = retire_units(
        office.call("farm"), ticket=ticket.pk, party=party, quantity=carbon(2), **told
    )
    return ticket, done


@pytest.fixture
def dump(register: Any, office: Any, tmp_path: Path) -> Path:
    return dumping.write_dump(office.now, tmp_path / "dump")


@pytest.fixture
def empty(settings: Any, tmp_path: Path) -> None:
    """A data folder without dumps: a worker of another test may write the one of tonight."""
    settings.DATA_FOLDER = tmp_path


def manifest(dump: Path) -> Any:
    return json.loads((dump / "manifest.json").read_text("utf-8"))


def sheet(dump: Path, name: str) -> list[dict[str, str]]:
    text = (dump / f"{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def features(dump: Path, name: str) -> list[Any]:
    return json.loads((dump / f"{name}.geojson").read_text("utf-8"))["features"]


def test_the_manifest_tells_every_file(dump: Path) -> None:
    told = manifest(dump)
    names = {f"{layer}.{suffix}" for layer in dumping.DUMPED for suffix in dumping.FORMS}
    assert {each["name"] for each in told["files"]} == names
    assert {path.name for path in dump.iterdir()} == names | {"manifest.json"}
    for each in told["files"]:
        data = (dump / each["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == each["sha256"]
        assert len(data) == each["bytes"]
        assert each["rows"] == 1
    assert told["as_of"].startswith("2026-07-17T10:00")
    assert told["licence"] == "CC-BY-4.0"
    assert "log_head" in told
    for layer in dumping.DUMPED:
        fields = [each["name"] for each in told["schema"][layer]["fields"]]
        assert list(features(dump, layer)[0]["properties"]) == fields
        assert list(sheet(dump, layer)[0]) == [*fields, "lon", "lat"]


def test_all_forms_hold_the_same(dump: Path) -> None:
    for layer in dumping.DUMPED:
        (row,), (feature,) = sheet(dump, layer), features(dump, layer)
        table = pq.read_table(dump / f"{layer}.parquet").to_pylist()[0]
        for name, value in feature["properties"].items():
            assert row[name] == str(value), name
            held = table[name]
            assert (held.isoformat() if hasattr(held, "isoformat") else held) == value, name
        shape = shapely.from_wkb(table["geometry"])
        assert shape.equals(shapely.geometry.shape(feature["geometry"]))
        assert shape.intersects(shapely.Point(float(row["lon"]), float(row["lat"])))


def test_figures_are_those_of_the_register(dump: Path, register: Any) -> None:
    ticket, done = register
    (row,) = sheet(dump, "tickets")
    assert row["number"] == ticket.number
    assert int(row["issued_t"]) == ticket.quantity // 10_000
    assert float(row["retired_t"]) == 2
    assert float(row["available_t"]) == ticket.quantity / 10_000 - 2
    (gone,) = sheet(dump, "retirements")
    assert gone["number"] == done.number
    assert int(gone["last_number"]) - int(gone["first_number"]) + 1 == carbon(2)
    (project,) = sheet(dump, "projects")
    assert project["project"] == row["project"]
    assert project["issued_t"] == row["issued_t"]


def test_geoparquet_says_what_a_reader_has_to_know(dump: Path) -> None:
    """GeoParquet 1.1: version, primary column, encoding, types, system as PROJJSON, bounds."""
    for layer in dumping.DUMPED:
        found = pq.read_table(dump / f"{layer}.parquet")
        geo = json.loads(found.schema.metadata[b"geo"])
        assert geo["version"] == "1.1.0"
        column = geo["columns"][geo["primary_column"]]
        assert column["encoding"] == "WKB"
        assert CRS.from_json_dict(column["crs"]).to_epsg() == 4490
        shapes = shapely.from_wkb(found["geometry"].to_pylist())
        assert set(column["geometry_types"]) == {shape.geom_type for shape in shapes}
        assert column["bbox"] == shapely.total_bounds(shapes).tolist()


def test_gdal_reads_the_geojson(dump: Path) -> None:
    """The wheel of GDAL at hand has no driver for Parquet; where one has it, that is read too."""
    readable = ["geojson", *(["parquet"] if "Parquet" in pyogrio.list_drivers() else [])]
    for layer in dumping.DUMPED:
        for suffix in readable:
            meta, _, shapes, columns = pyogrio.raw.read(dump / f"{layer}.{suffix}")
            assert set(COLLECTIONS[layer].fields) <= set(meta["fields"])
            assert len(shapes) == len(columns[0]) == 1
            assert shapely.from_wkb(shapes[0]).is_valid


def test_no_person_is_named(dump: Path) -> None:
    for path in dump.iterdir():
        assert PERSON.encode() not in path.read_bytes(), path.name
    assert sheet(dump, "tickets")[0]["holder"] == "龙某某"
    assert sheet(dump, "retirements")[0]["beneficiary"] == "龙某某"
    assert sheet(dump, "projects")[0]["owner"] == "龙某某"


def test_the_page_and_its_files(empty: None, register: Any, office: Any) -> None:
    page = reverse("dumps")
    assert "还没有生成过" in Client().get(page).content.decode()
    assert Client().get("/data/dumps/latest/manifest.json").status_code == 404
    older = office.now - timedelta(days=3)
    dumping.write_dump(older)
    dumping.write_dump(office.now)
    assert dumping.days() == ["2026-07-17", "2026-07-14"]
    for prefix in ("", "/en"):
        told = Client().get(prefix + page).content.decode()
        assert told.count('class="copy"') == len(dumping.DUMPED) * len(dumping.FORMS)
        assert "/data/dumps/2026-07-14/manifest.json" in told
    to = Client().get("/data/dumps/latest/manifest.json")["Location"]
    answer = Client().get(to)
    assert answer["Access-Control-Allow-Origin"] == "*"
    listed = json.loads(b"".join(answer.streaming_content))
    for each in listed["files"]:
        file = Client().get(f"/data/dumps/2026-07-17/{each['name']}")
        assert file["Content-Type"].startswith(each["media_type"])
        assert hashlib.sha256(b"".join(file.streaming_content)).hexdigest() == each["sha256"]
    for wrong in ("2026-07-17/secret_key", "2026-01-01/tickets.csv", "../files/x"):
        assert Client().get(f"/data/dumps/{wrong}").status_code == 404
    assert dumping.forget_dumps(office.now.date() + timedelta(days=60)) == ["2026-07-14"]
    assert dumping.days() == ["2026-07-17"]


def test_a_dump_of_the_same_day_is_replaced_as_a_whole(
    empty: None, register: Any, office: Any
) -> None:
    first = dumping.write_dump(office.now)
    (first / "left.txt").write_text("left")
    assert dumping.write_dump(office.now + timedelta(hours=1)) == first
    assert not (first / "left.txt").exists()
    assert [path for path in first.parent.iterdir() if path.name.startswith(".")] == []


def test_the_job_writes_the_dump_of_the_day(empty: None, register: Any) -> None:
    jobs.dump_register(0)
    assert len(dumping.days()) == 1

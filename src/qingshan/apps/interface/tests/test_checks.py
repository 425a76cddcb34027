"""The interface for programs: the same card as everywhere, problems by code, nothing stored."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingshan.apps.base import uploads
from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import limit
from qingshan.apps.base.models import Event
from qingshan.apps.base.problems import MEDIA_TYPE
from qingshan.apps.land.checking import checked
from qingshan.apps.portal.models import SharedReport
from qingshan.apps.portal.result import SALT, features, opened, packed, sealed
from tests.zoo.geodata import CASES, animals

pytestmark = pytest.mark.django_db
SQUARE = [[109.2, 26.6], [109.21, 26.6], [109.21, 26.61], [109.2, 26.61], [109.2, 26.6]]
CROSSED = [[109.2, 26.6], [109.21, 26.61], [109.21, 26.6], [109.2, 26.61], [109.2, 26.6]]
DAYS = {"first_day": "2019-01-01", "last_day": "2023-12-31"}


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return animals(tmp_path_factory.mktemp("zoo"))


def uploaded(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def ask(path: Path, name: str = "check", **told: str | list[str]) -> Any:
    return Client().post(f"/api/v1/{name}", {"file": uploaded(path), **told})


def polygon(ring: list[list[float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize("name", [one.name for one in CASES])
def test_every_animal_gets_its_card(zoo, name) -> None:
    path, one = zoo[name]
    if path.is_dir():
        pytest.skip("a folder is not sent over the web")
    answer = ask(path, **one.answers)
    assert answer.status_code == 200, answer.content[:400]
    card, expected = answer.json(), one.expected
    codes = {finding["code"] for finding in card["findings"]}
    assert expected.codes - {"E-UP-04"} <= codes, "counties are not entered here"
    assert card["count"] == expected.count
    if expected.area_m2 is not None:
        assert card["area_m2"] == pytest.approx(expected.area_m2, rel=1e-4)
    for key, said in (("crs", "code"), ("encoding", "name")):
        if getattr(expected, key):
            assert card[key][said] == getattr(expected, key)


def test_a_precheck_answers_card_and_rules_and_stores_nothing(zoo) -> None:
    before = Event.objects.count(), SharedReport.objects.count()
    path, _ = zoo["gbk_without_cpg"]
    first, second = (ask(path, "precheck", **DAYS) for _ in range(2))
    assert first.status_code == 200
    assert first.json() == second.json(), "the same request, another answer"
    told = first.json()
    assert told["card"]["count"] == 4
    assert len(told["precheck"]["rules"]) >= 15
    assert (Event.objects.count(), SharedReport.objects.count()) == before
    assert first.cookies == {}


def test_requests_that_cannot_be_used(zoo) -> None:
    path, _ = zoo["gbk_without_cpg"]
    for answer in (
        Client().post("/api/v1/check", {}),
        ask(path, "precheck"),
        ask(path, "precheck", first_day="2024-01-01", last_day="2020-01-01"),
    ):
        assert answer.status_code == 422
        assert answer["Content-Type"] == MEDIA_TYPE
        body = answer.json()
        assert {refusal["code"] for refusal in body["refusals"]} == {"E-PO-14"}
        assert body["refusals"][0]["zh"]["remedy"]
    places = [refusal["place"] for refusal in ask(path, "precheck").json()["refusals"]]
    assert [place.rpartition(".")[2] for place in places] == ["first_day", "last_day"]


def test_a_part_of_the_form_that_nobody_knows_is_refused(zoo) -> None:
    path, _ = zoo["gbk_without_cpg"]
    for answer in (ask(path, colour="red"), ask(path, "precheck", **DAYS, colour="red")):
        assert answer.status_code == 422
        assert [one["code"] for one in answer.json()["refusals"]] == ["E-IF-04"]


def test_a_part_that_is_sent_twice_is_refused(zoo) -> None:
    """Which of the two is meant nobody knows."""
    path, _ = zoo["gbk_without_cpg"]
    for answer in (
        ask(path, county=["522628", "522629"]),
        ask(path, "precheck", **DAYS, county=["522628", "522629"]),
    ):
        assert answer.status_code == 422
        (told,) = answer.json()["refusals"]
        assert (told["code"], told["place"]) == ("E-IF-11", "county")


def test_a_file_too_large_is_said_to_be_too_large(zoo, monkeypatch) -> None:
    small = {**uploads.LIMITS.__dict__, "file_bytes": 100}
    monkeypatch.setattr(uploads, "LIMITS", uploads.UploadLimits(**small))
    answer = ask(zoo["gbk_without_cpg"][0])
    assert answer.status_code == 413
    assert answer.json()["refusals"][0]["code"] == "E-PO-03"


def test_too_many_files_are_told_to_be_too_many(zoo) -> None:
    """Those that came in before the last one was stopped are whole, and are not read either."""
    path, _ = zoo["gbk_without_cpg"]
    many = [uploaded(path) for _ in range(uploads.LIMITS.files + 1)]
    answer = Client().post("/api/v1/check", {"file": many})
    assert answer.status_code == 413
    assert [one["code"] for one in answer.json()["refusals"]] == ["E-PO-06"]


def test_who_asks_too_often_is_told_when_to_come_again(zoo) -> None:
    client, path = Client(), zoo["traversal"][0]
    for _ in range(limit("gate", "checks_in_window", "count", now().date())):
        client.post("/api/v1/check", {})
    answer = client.post("/api/v1/check", {"file": uploaded(path)})
    assert answer.status_code == 429
    assert answer.json()["refusals"][0]["code"] == "E-PO-07"
    assert int(answer["Retry-After"]) > 0
    page = client.post("/check/", DAYS)
    assert page.status_code == 429
    assert "E-PO-07" in page.content.decode()


def test_the_description_names_every_part() -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    assert set(schema["paths"]) >= {"/api/v1/check", "/api/v1/precheck", "/api/v1/tickets"}
    form = schema["paths"]["/api/v1/precheck"]["post"]["requestBody"]["content"]
    parts = form["multipart/form-data"]["schema"]["properties"]
    assert {"file", "crs", "first_day", "last_day", "households", "tenure_number"} <= set(parts)
    assert {"species", "origin", "age_group", "activity", "shift"} <= set(parts)
    page = Client().get("/api/").content.decode()
    assert "/api/v1/precheck" in page
    assert "curl -F file=@" in page


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, "E-PO-11"),
        ({"drawing": "nonsense"}, "E-PO-12"),
        ({"drawing": json.dumps({"type": "Point", "coordinates": [109, 26]})}, "E-PO-12"),
        ({"numbers": "999999"}, "E-PO-13"),
        ({"numbers": "'; drop table"}, "E-PO-13"),
    ],
    ids=["nothing", "no-json", "a-point", "unknown", "no-number"],
)
def test_what_cannot_be_checked(told: dict[str, str], code: str) -> None:
    answer = Client().post("/check/", {**DAYS, **told})
    assert answer.status_code == 422
    assert code in answer.content.decode()


def test_a_drawing_is_checked_like_a_file() -> None:
    answer = Client().post("/check/", {**DAYS, "drawing": polygon(SQUARE)})
    text = answer.content.decode()
    assert answer.status_code == 200, text[-3000:]
    assert 'name="result"' in text
    assert answer.cookies == {}


def test_typed_corners_stand_in_for_a_drawing() -> None:
    corners = "\n".join(f"{lon}，{lat}" for lon, lat in SQUARE[:4])
    page = Client().post("/check/", {**DAYS, "drawing_corners": corners})
    drawn = Client().post("/check/", {**DAYS, "drawing": polygon(SQUARE)})
    areas = [answer.context["card"]["area_m2"] for answer in (page, drawn)]
    assert areas[0] == areas[1] > 0
    for wrong, line in ((corners + "\n109.2", 5), ("a b\n" + corners, 1), ("109.2 26.6", 1)):
        answer = Client().post("/check/", {**DAYS, "drawing_corners": wrong})
        assert answer.status_code == 422
        assert f"第 {line} 行不能用" in answer.content.decode()


def test_facts_told_beside_a_drawing_are_used_and_kept_in_the_form() -> None:
    drawn = {**DAYS, "drawing": polygon(SQUARE)}
    facts = {"species": "马尾松", "origin": "planted", "age_group": "2", "activity": "other"}
    page = Client().post("/check/", {**drawn, **facts})
    text = page.content.decode()
    assert page.context["found"]["estimate"]["path"] == "curve"
    assert "曲线来自河北北部，仅作参考" in text
    for name, value in facts.items():
        assert page.context["form"][name].value() == value
        assert f'<option value="{value}" selected>' in text
    wrong = Client().post("/check/", {**drawn, **facts, "species": "月亮", "last_day": ""})
    assert wrong.status_code == 422
    assert '<option value="planted" selected>' in wrong.content.decode()


def test_a_program_tells_facts_in_codes_or_words(zoo) -> None:
    path, _ = zoo["gbk_without_cpg"]
    told = ask(path, "precheck", **DAYS, species="660", origin="人工", activity="4").json()
    assert told["precheck"]["declared"] == {
        "species": "竹林", "origin": "planted", "age_group": None, "activity": "4",
    }  # fmt: skip
    answer = ask(path, "precheck", **DAYS, species="月亮", age_group="9")
    assert answer.status_code == 422
    assert [one["place"] for one in answer.json()["refusals"]] == ["species", "age_group"]
    assert {one["code"] for one in answer.json()["refusals"]} == {"E-EL-13"}


def test_a_drawing_that_crosses_itself_is_a_matter_of_the_doctor() -> None:
    answer = Client().post("/check/", {**DAYS, "drawing": polygon(CROSSED)})
    assert answer.status_code == 200
    assert "E-UP-05" in answer.content.decode()


def test_days_in_the_wrong_order_are_refused_before_anything_is_read() -> None:
    answer = Client().post("/check/", {"first_day": "2024-01-01", "last_day": "2020-01-01"})
    assert answer.status_code == 422
    assert "止日不能早于起日" in answer.content.decode()


def result_of_page() -> str:
    from django.core.signing import dumps

    text = Client().post("/check/", {**DAYS, "drawing": polygon(SQUARE)}).content.decode()
    found = text.split('name="result" value="')[1].split('"')[0]
    assert found != dumps({}, salt=SALT)
    return found


def test_papers_are_made_from_our_own_results_alone(refuses) -> None:
    text = result_of_page()
    assert opened(text)["card"]["count"] == 1
    assert len(features(opened(text))["features"]) >= 1
    for spoilt in ("", text[:-3], text.replace(text[5], "x" if text[5] != "x" else "y", 1)):
        with refuses("E-PO-10"):
            opened(spoilt)
    for address in ("/check/report.pdf", "/check/report.json", "/check/share/"):
        answer = Client().post(address, {"result": "made up"})
        assert "E-PO-10" in answer.content.decode()
        assert answer.status_code in {409, 422}
    assert SharedReport.objects.count() == 0


def test_the_result_holds_no_rows_of_the_file(zoo) -> None:
    from qingshan.apps.land.checking import Asked

    path, _ = zoo["gbk_without_cpg"]
    found = checked(Asked(files=(uploaded(path),)), now().date())
    result = packed(found, now())
    assert "preview" not in result["card"]
    assert all("sample" not in field for field in result["card"]["fields"])
    assert found.card.preview
    assert opened(sealed(result))["card"]["count"] == 4


def test_a_shared_report_ends(monkeypatch) -> None:
    """The clock is asked by the page alone: a week later the link answers 410."""
    from datetime import timedelta

    from qingshan.apps.portal.views import check_papers

    client = Client()
    sent = client.post("/check/share/", {"result": result_of_page()})
    assert sent.status_code == 302
    address = sent["Location"]
    assert client.get(address).status_code == 200
    assert "删除这份分享" in client.get(address).content.decode()
    bare = address.split("?")[0]
    assert "删除这份分享" not in client.get(bare).content.decode()
    assert client.get(bare)["X-Robots-Tag"].startswith("noindex")
    days = limit("share", "term_days", "d", now().date())
    late = now() + timedelta(days=days)
    monkeypatch.setattr(check_papers, "now", lambda: late)
    over = client.get(bare)
    assert over.status_code == 410
    assert "E-PO-09" in over.content.decode()
    assert client.cookies == {}


def test_its_maker_deletes_a_shared_report() -> None:
    client = Client()
    address = client.post("/check/share/", {"result": result_of_page()})["Location"]
    bare, _, key = address.partition("?key=")
    refused = client.post(f"{bare}delete/", {"key": "guess"})
    assert refused.status_code == 422
    assert client.get(bare).status_code == 200
    done = client.post(f"{bare}delete/", {"key": key})
    assert "portal/withdrawn.html" in [template.name for template in done.templates]
    assert client.get(bare).status_code == 410


def test_a_shared_paper_names_no_file(zoo) -> None:
    path, _ = zoo["gbk_without_cpg"]
    page = Client().post("/check/", {**DAYS, "file": uploaded(path)}).content.decode()
    assert path.name in page
    result = page.split('name="result" value="')[1].split('"')[0]
    address = Client().post("/check/share/", {"result": result})["Location"].split("?")[0]
    assert path.name not in Client().get(address).content.decode()
    paper = pypdf.PdfReader(io.BytesIO(Client().get(f"{address}report.pdf").content))
    text = "".join(page.extract_text() for page in paper.pages)
    assert path.name not in text
    assert "逐条结论" in text


def test_a_paper_of_strange_characters_is_printed(zoo, tmp_path) -> None:
    """What no font has becomes an empty box; it keeps nobody from the report."""
    path = tmp_path / "林🌲地\u202eexe.zip"
    path.write_bytes(zoo["gbk_without_cpg"][0].read_bytes())
    page = Client().post("/check/", {**DAYS, "file": uploaded(path)}).content.decode()
    result = page.split('name="result" value="')[1].split('"')[0]
    answer = Client().post("/check/report.pdf", {"result": result})
    assert answer.status_code == 200
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "\u202e" not in text
    assert "林" in text

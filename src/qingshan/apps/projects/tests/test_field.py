"""Plots are laid out on the land of a case; what comes back from them is checked and measured."""

from __future__ import annotations

import io
import random
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from qingshan.apps.base import files
from qingshan.apps.parties.models import User
from qingshan.apps.projects.fieldwork_page import design_places
from qingshan.apps.projects.models import FieldSurvey, MonitoringPeriod, SamplingDesign
from qingshan.apps.projects.papers import annexes_of
from qingshan.apps.projects.verbs.design_sampling import design_sampling
from qingshan.apps.projects.verbs.hand_in_field_survey import hand_in_field_survey

pytestmark = pytest.mark.django_db
TREE_HEAD = "样地号,树号,树种,胸径（cm）,树高（m）"
PLOT_HEAD = (
    "样地号,经度（度）,纬度（度）,样地面积（m²）,树种,调查日期,层,设计经度（度）,设计纬度（度）"
)


@pytest.fixture(scope="module")
def claim(office) -> MonitoringPeriod:
    return office.charged(office.file(count=30, area_ha=4.0))


@pytest.fixture(scope="module")
def design(office, claim) -> SamplingDesign:
    return laid_out(office, claim)


def laid_out(office, claim: MonitoringPeriod, **more) -> SamplingDesign:
    told = {"seed": 7, "plot_area_m2": 600, "as_of": office.as_of, **more}
    return design_sampling(office.call("measurer"), monitoring=claim.pk, **told)


def sign_in(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def plot_list(design: SamplingDesign, year: int, shift_deg: float = 0.0) -> bytes:
    lines = [PLOT_HEAD]
    for place in design_places(design).to_dicts():
        east, north = place["longitude_deg"], place["latitude_deg"]
        told = [place["plot"], east + shift_deg, north, 600, "杉木", f"{year}-03-05"]
        lines.append(",".join(map(str, [*told, place["stratum"], east, north])))
    return "\n".join(lines).encode("utf-8-sig")


def tree_list(design: SamplingDesign, *, grown_cm: float, fault: str = "") -> bytes:
    lines, draw = [TREE_HEAD], random.Random(3)
    for place in design_places(design).to_dicts():
        for tree in range(1, 26):
            dbh = 10.0 + draw.random() * 12.0 + grown_cm
            lines.append(f"{place['plot']},{tree},杉木,{dbh:.1f},{dbh * 0.8:.1f}")
    if fault:
        lines.append(fault)
    return "\n".join(lines).encode("utf-8-sig")


def handed(office, claim: MonitoringPeriod, **lists: bytes) -> FieldSurvey:
    kept = {
        name: files.keep(data, name=f"{name}.csv", media_type="text/csv").pk
        for name, data in lists.items()
    }
    return hand_in_field_survey(
        office.call("measurer"),
        monitoring=claim.pk,
        measurer=office.party("measurer"),
        as_of=office.as_of,
        **kept,
    )


def test_strata_are_named_in_words(design) -> None:
    """``杉木·人工·中龄林·密``: the name goes into the lists that are taken to the forest."""
    for row in design.strata:
        group, origin, ages, density = row["stratum"].split("·")
        assert origin in {"人工", "天然", "不详"}, row["stratum"]
        assert all(age.endswith(("龄林", "熟林")) for age in ages.split("+"))
        assert group
        assert density


def test_the_same_seed_lays_out_the_same_plots(office, claim, design) -> None:
    again, other = laid_out(office, claim), laid_out(office, claim, seed=8)
    assert design.digest == again.digest != other.digest
    assert design.count == sum(len(row["places"]) for row in design.strata) > 5
    assert design.told["needed"] <= design.count


def test_a_design_is_for_the_measuring_body_and_for_land_with_room(office, claim, refuses) -> None:
    with refuses("E-AU-01"):
        design_sampling(
            office.call("farm"), monitoring=claim.pk, seed=1, plot_area_m2=600, as_of=office.as_of
        )
    with refuses("E-SA-11"):
        laid_out(office, claim, plot_area_m2=600_000)


def test_plots_go_to_the_field_as_waypoints_and_as_a_list(claim, design) -> None:
    client = sign_in("measurer")
    page = client.get(reverse("sampling", args=[claim.pk])).content.decode()
    assert design.digest[:12] in page
    answer = client.get(reverse("sampling_plots", args=[claim.pk, "gpx"]))
    points = ET.fromstring(answer.content)
    assert len(points) == design.count
    book = client.get(reverse("sampling_plots", args=[claim.pk, "xlsx"])).content
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet.max_row == design.count + 1
    assert client.get(reverse("sampling_plots", args=[claim.pk, "exe"])).status_code == 404
    told = {"key": "d", "plot_area_m2": "600", "pattern": "random", "share": "neyman", "seed": "3"}
    assert client.post(reverse("sampling", args=[claim.pk]), told).status_code == 302
    assert claim.designs.latest("pk").told["pattern"] == "random"
    wrong = client.post(reverse("sampling", args=[claim.pk]), told | {"plot_area_m2": "9"})
    assert wrong.status_code == 422


def test_two_occasions_on_the_plots_say_what_the_forest_removed(office, claim, design) -> None:
    survey = handed(
        office,
        claim,
        trees=tree_list(design, grown_cm=3.0),
        plots=plot_list(design, 2024),
        earlier=tree_list(design, grown_cm=0.0),
        earlier_plots=plot_list(design, 2019),
    )
    assert survey.findings["hindrances"] == []
    assert survey.estimate["removal_unit"] > 0
    assert survey.estimate["change"]["u_percent"] > 0
    assert survey.findings["trees"] == 25 * design.count
    assert ("sampling" in annexes_of(claim)) is (survey.verdict != "blocked")
    answer = sign_in("measurer").get(reverse("field", args=[claim.pk]))
    assert "projects/parts/plot_estimate.html" in {used.name for used in answer.templates}
    page = answer.content.decode()
    assert "样地推算减排量" in page
    assert "碳储量变化相对误差（90%）" in page


def test_plots_and_field_data_wait_until_a_body_is_charged(office, refuses) -> None:
    claim = office.claimed()
    with refuses("E-PJ-15"):
        laid_out(office, claim)
    with refuses("E-PJ-15"):
        handed(office, claim, trees=TREE_HEAD.encode())
    answer = sign_in("measurer").get(reverse("sampling", args=[claim.pk]))
    assert "projects/parts/uncharged.html" in {used.name for used in answer.templates}
    plots = answer.content.decode()
    assert "须先委托计量监测机构" in plots
    assert "布设样地</button>" not in plots, "there is nothing to press yet"
    page = sign_in("measurer").get(reverse("field", args=[claim.pk])).content.decode()
    assert "须先委托计量监测机构" in page
    assert "检查并留档" not in page, "there is nothing to press yet"


def test_one_s_own_figures_are_held_against_the_plots(office, claim, design) -> None:
    survey = handed(
        office,
        claim,
        trees=tree_list(design, grown_cm=3.0),
        plots=plot_list(design, 2024),
        earlier=tree_list(design, grown_cm=0.0),
        earlier_plots=plot_list(design, 2019),
    )
    client = sign_in("measurer")
    where = reverse("field_compared", args=[claim.pk, survey.pk])
    assert where in client.get(reverse("field", args=[claim.pk])).content.decode()
    strata = survey.estimate["strata"]
    mine = {row["stratum"]: row["removal_unit"] / 10_000 for row in strata}
    lines = "\n".join(f"{name}\t{tonnes:.4f}" for name, tonnes in mine.items())
    page = client.post(where, {"pasted": lines}).content.decode()
    assert "一致" in page
    assert "抽样设计已更改" not in page
    first = strata[0]["stratum"]
    sheet = f"层,减排量\n{first},{mine[first] + 1:.4f}\n无此层,3\n"
    told = {"file": SimpleUploadedFile("mine.csv", sheet.encode("utf-8-sig"))}
    answer = client.post(where, told)
    assert "projects/compared.html" in {used.name for used in answer.templates}
    page = answer.content.decode()
    assert "第一处不同" in page
    assert first in page
    assert "无此层" in page
    assert "E-PK-05" in client.post(where, {"pasted": "层,数值"}).content.decode()
    assert client.post(where, {"pasted": ""}).status_code == 422
    assert sign_in("buyer").get(where).status_code == 404
    untold = handed(office, claim, trees=tree_list(design, grown_cm=0.0))
    assert client.get(reverse("field_compared", args=[claim.pk, untold.pk])).status_code == 404


def test_faults_of_the_lists_are_told_and_the_list_comes_back_marked(office, claim, design) -> None:
    first = design_places(design)["plot"][0]
    survey = handed(
        office,
        claim,
        trees=tree_list(design, grown_cm=0.0, fault=f"{first},99,杉木,12.0,320.0"),
        plots=plot_list(design, 2024, shift_deg=0.01),
    )
    assert survey.verdict == "blocked"
    codes = {finding["code"] for finding in survey.findings["findings"]}
    assert any(code.startswith("E-FW-") for code in codes)
    client = sign_in("measurer")
    page = client.get(reverse("field", args=[claim.pk])).content.decode()
    assert "须更正" in page
    book = client.get(reverse("field_marked", args=[claim.pk, survey.pk])).content
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    assert any(cell.value == "问题" for sheet in sheets for cell in sheet[1])


def test_field_data_comes_in_at_the_page_with_its_photos(office, claim, design) -> None:
    client = sign_in("measurer")
    first = design_places(design)["plot"][0]
    picture, archive = io.BytesIO(), io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(picture, "JPEG")
    with zipfile.ZipFile(archive, "w") as zipped:
        for number in (1, 2):
            zipped.writestr(f"{first}/{number}.jpg", picture.getvalue())
    told = {
        "key": "f",
        "trees": SimpleUploadedFile("trees.csv", tree_list(design, grown_cm=0.0)),
        "plots": SimpleUploadedFile("plots.csv", plot_list(design, 2024)),
        "photos": SimpleUploadedFile("photos.zip", archive.getvalue()),
    }
    where = reverse("field", args=[claim.pk])
    answer = client.post(where, told)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    survey = FieldSurvey.objects.latest("pk")
    assert "photos" in str(survey.findings["findings"])
    evil = io.BytesIO()
    with zipfile.ZipFile(evil, "w") as zipped:
        zipped.writestr("../out.jpg", b"x")
    bad = {
        "key": "g",
        "trees": SimpleUploadedFile("trees.csv", tree_list(design, grown_cm=0.0)),
        "photos": SimpleUploadedFile("photos.zip", evil.getvalue()),
    }
    refused = client.post(where, bad)
    assert refused.status_code == 422
    assert "E-UP-10" in refused.content.decode()
    assert client.post(where, {"key": "h"}).status_code == 422
    assert sign_in("buyer").get(where).status_code == 404

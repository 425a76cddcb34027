"""Growth before the event: fitted on the stands of a case, projected, never credited."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.parties.models import User
from qingshan.apps.projects.models import MonitoringPeriod, Run
from qingshan.core.carbon.ex_ante import NEVER_CREDITED
from qingshan.core.growth.writing import POINT_COLUMNS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def claim(office) -> MonitoringPeriod:
    return office.claimed(office.file(count=80, area_ha=3.0))


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="measurer"))
    return client


def page(client: Client, claim: MonitoringPeriod, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse("growth", args=[claim.pk]) + query)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_curves_are_fitted_on_the_stands_of_the_case(client, claim) -> None:
    told = page(client, claim)
    assert NEVER_CREDITED.zh in told
    assert "<svg" in told
    for words in ("杉木", "理查德", "考尔夫", "舒马赫", "逻辑斯谛", "残差趋势", "（采用）"):
        assert words in told, words
    assert "预测结果" not in told, "no years were asked for"


def test_a_projection_has_bands_and_downloads_and_keeps_nothing(client, claim) -> None:
    told = page(client, claim, "?years=1，5&reference=on")
    assert "预测结果" in told
    query = "?years=1,5&reference=on"
    book = client.get(reverse("growth_stands", args=[claim.pk, "xlsx"]) + query)
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet.title == "事前估算，不据以签发"
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 3 * claim.survey.compartments.count()
    known = set(claim.survey.compartments.values_list("key", flat=True))
    assert {row[0] for row in rows} == known
    later = {(row[0], row[2]): row[6] for row in rows if row[6] is not None}
    assert all(later[key, 5] >= later[key, 1] > 0 for key, year in later if year == 0)
    listed = client.get(reverse("growth_stands", args=[claim.pk, "csv"]) + query)
    assert listed.content.decode("utf-8-sig").startswith("小班,曲线,年后")
    assert not Run.objects.filter(monitoring=claim).exists()


def test_curves_go_into_a_field_map_or_a_report(client, claim) -> None:
    where = reverse("growth_curves", args=[claim.pk, "csv"])
    points = client.get(where).content.decode("utf-8-sig")
    assert points.splitlines()[0] == ",".join(POINT_COLUMNS)
    drawn = client.get(reverse("growth_curves", args=[claim.pk, "svg"]))
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg")
    assert client.get(reverse("growth_curves", args=[claim.pk, "exe"])).status_code == 404
    assert client.get(reverse("growth_stands", args=[claim.pk, "exe"])).status_code == 404


def test_what_the_stands_do_not_support_is_refused_with_the_reason(client, claim, office) -> None:
    assert "E-GR-03" in page(client, claim, "?years=90", status=422)
    lonely = page(client, claim, "?years=5", status=422)
    assert "E-GR-04" in lonely
    assert "<svg" in lonely, "the curves of the other groups stand there all the same"
    few = office.claimed(office.file(count=4, area_ha=3.0, seed=5))
    told = page(client, few)
    assert "E-GR-01" in told
    assert client.get(reverse("growth_curves", args=[few.pk, "svg"])).status_code == 404
    assert "预测年限" in told, "the form stands there again"


@pytest.mark.parametrize("years", ["", "0", "-3", "ten", "1000", "1,2,3,4,5,6,7,8,9,10,11,12,13"])
def test_years_are_whole_and_few(client, claim, years) -> None:
    assert 'class="error"' in page(client, claim, f"?years={years}", status=422)
    where = reverse("growth_stands", args=[claim.pk, "xlsx"])
    assert client.get(f"{where}?years={years}").status_code == 404


def test_a_stranger_sees_no_stands(claim) -> None:
    stranger = Client()
    stranger.force_login(User.objects.get(username="buyer"))
    for name, more in (("growth", []), ("growth_stands", ["csv"]), ("growth_curves", ["csv"])):
        assert stranger.get(reverse(name, args=[claim.pk, *more])).status_code == 404

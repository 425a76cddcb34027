"""The work page of a case: measured, opened, compared, reported; closed to strangers."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from qingshan.apps.parties.models import User
from qingshan.apps.projects.models import Annex, MonitoringPeriod, Report, Run
from qingshan.apps.projects.options import PREFIX
from qingshan.apps.projects.verbs.add_annex import add_annex
from qingshan.apps.walks.passing import charge
from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.kernel.units import tonnes_text

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 made up"


@pytest.fixture(scope="module")
def claim(office) -> MonitoringPeriod:
    """A case that every test may treat as its own."""
    return office.charged()


def sign_in(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def told(as_of: str = "2026-07-01", key: str = "one", **options: str) -> dict[str, str]:
    """What the form sends: the method's own choices unless others are told."""
    chosen = {"baseline": "stock_t1", "bamboo_by": "culms", **options}
    return {"key": key, "as_of": as_of, **{PREFIX + name: value for name, value in chosen.items()}}


def measured(client: Client, claim: MonitoringPeriod, **more: str) -> Run:
    answer = client.post(reverse("measuring", args=[claim.pk]), told(**more))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    run = Run.objects.latest("pk")
    assert answer["Location"] == reverse("run", args=[claim.pk, run.pk])
    return run


def text(client: Client, name: str, *parts: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=parts))
    assert answer.status_code == status
    return answer.content.decode()


def test_a_case_is_measured_on_its_page_and_every_run_is_kept(office, claim) -> None:
    client = sign_in("measurer")
    assert "还没有计量" in text(client, "measuring", claim.pk)
    first = measured(client, claim)
    second = measured(client, claim, key="two", relative_error="15")
    assert first.removal > second.removal
    page = text(client, "measuring", claim.pk)
    for run in (first, second):
        assert run.digest[:12] in page
    assert "相对误差（90% 可靠性） 15%" in page
    assert measured(client, claim, key="two", relative_error="15") == second, "the same press"
    assert claim.runs.count() == 2


def test_a_page_without_a_charged_body_says_where_one_is_charged(office) -> None:
    claim = office.claimed()
    where = reverse("measuring", args=[claim.pk])
    page = text(sign_in("measurer"), "measuring", claim.pk)
    assert "须先委托计量监测机构，才能计量监测" in page
    assert "请项目业主或县级林业主管部门办理委托" in page
    assert '<form class="form after"' not in page, "there is nothing to press yet"
    refused = sign_in("measurer").post(where, told())
    assert (refused.status_code, claim.runs.count()) == (409, 0)
    assert "E-PJ-15" in refused.content.decode()
    for part in ("farm", "county"):
        page = text(sign_in(part), "measuring", claim.pk)
        for work in ("measuring", "verifying"):
            assert reverse("assign_body", args=[claim.pk, work]) in page
    with translation.override("en"):
        english = text(sign_in("farm"), "measuring", claim.pk)
    assert "A body is charged with measuring first" in english
    charge(office.way(), claim, office.now)
    page = text(sign_in("measurer"), "measuring", claim.pk)
    assert "须先委托" not in page
    measured(sign_in("measurer"), claim)


def test_a_wrong_option_is_said_at_its_field_and_nothing_is_measured(claim) -> None:
    client = sign_in("measurer")
    where = reverse("measuring", args=[claim.pk])
    for wrong in ({"relative_error": "101"}, {"baseline": "scenario"}):
        answer = client.post(where, told(**wrong))
        assert answer.status_code == 422
        assert 'class="error"' in answer.content.decode()
    answer = client.post(where, told(as_of="2999-01-01"))
    assert "参数日期不能晚于今天" in answer.content.decode()
    assert not claim.runs.exists()


def test_a_result_shows_its_parameters_bands_and_every_figure(claim) -> None:
    client = sign_in("measurer")
    run = measured(client, claim)
    page = text(client, "run", claim.pk, run.pk)
    for words in ("合理性检验", "参数", "可信度", "来源方式", "扣减", run.digest[:16]):
        assert words in page
    assert tonnes_text(run.removal) in page
    key = claim.survey.compartments.first().key
    for node in ("ticket", "removal", f"compartment:{key}", f"compartment:{key}/carbon_t2"):
        assert node in text(client, "run_why", claim.pk, run.pk, node)
    text(client, "run_why", claim.pk, run.pk, "nothing", status=404)
    text(client, "run_why", claim.pk, run.pk + 1, "ticket", status=404)


def test_one_s_own_figures_are_held_against_a_run(claim) -> None:
    client = sign_in("measurer")
    run = measured(client, claim)
    where = reverse("run_compared", args=[claim.pk, run.pk])
    book = client.get(reverse("run_results", args=[claim.pk, run.pk]))
    sheet = SimpleUploadedFile("mine.xlsx", book.content)
    assert "一致" in client.post(where, {"file": sheet}).content.decode()
    mine = f"removal\t{run.removal / 10_000 + 1:.4f}"
    page = client.post(where, {"pasted": mine}).content.decode()
    assert "第一处不同" in page
    assert "减排量" in page
    assert client.post(where, {"pasted": ""}).status_code == 422
    assert "E-PK-05" in client.post(where, {"pasted": "小班号,数值"}).content.decode()
    broken = SimpleUploadedFile("mine.xlsx", b"PK\x03\x04 and no more")
    assert "E-SH-" in client.post(where, {"file": broken}).content.decode()


def test_two_runs_are_compared_down_to_the_first_figure(claim) -> None:
    client = sign_in("measurer")
    first = measured(client, claim)
    second = measured(client, claim, key="two", relative_error="15")
    page = text(client, "run_changed", claim.pk, second.pk, first.pk)
    assert "相对误差（90% 可靠性）" in page
    assert tonnes_text(second.removal) in page
    assert "removal_unit" not in page
    assert "两次完全相同" in text(client, "run_changed", claim.pk, first.pk, first.pk)


def test_parties_of_the_case_take_its_papers_away(claim, tmp_path) -> None:
    run = measured(sign_in("measurer"), claim)
    for part in ("farm", "measurer", "verifier", "county", "forestry", "registrar"):
        assert run.digest[:12] in text(sign_in(part), "measuring", claim.pk)
    client = sign_in("farm")
    for language, word in (("zh-hans", "监测报告"), ("en", "Monitoring report")):
        with translation.override(language):
            where = reverse("run_report", args=[claim.pk, run.pk, "pdf"])
        answer = client.get(where)
        assert answer["Cache-Control"] == "private, no-store"
        words = "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages
        )
        assert word in words
        assert run.digest in words
        assert claim.project.tenure_number[-7:] in words
    book = client.get(reverse("run_report", args=[claim.pk, run.pk, "xlsx"])).content
    assert openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    package = tmp_path / "package.zip"
    package.write_bytes(client.get(reverse("run_package", args=[claim.pk, run.pk])).content)
    assert recompute(package).again.digest == run.digest
    for suffix in ("xlsx", "csv"):
        assert client.get(reverse("method_columns", args=[claim.pk, suffix])).status_code == 200
    text(client, "method_columns", claim.pk, "exe", status=404)


def test_strangers_find_no_case(claim) -> None:
    run = measured(sign_in("measurer"), claim)
    pages = [
        reverse("measuring", args=[claim.pk]),
        reverse("choose_method", args=[claim.pk]),
        reverse("add_annex", args=[claim.pk]),
        reverse("run", args=[claim.pk, run.pk]),
        reverse("run_package", args=[claim.pk, run.pk]),
        reverse("run_report", args=[claim.pk, run.pk, "pdf"]),
        reverse("run_results", args=[claim.pk, run.pk]),
    ]
    for where in pages:
        assert Client().get(where).headers["Location"].partition("?")[0] == reverse("login")
        for part in ("village", "buyer", "bank", "court"):
            assert sign_in(part).get(where).status_code == 404


def test_a_report_goes_out_only_when_proof_reading_is_content(office, claim) -> None:
    client = sign_in("measurer")
    measured(client, claim, relative_error="12")
    page = text(client, "measuring", claim.pk)
    assert "E-RP-05" in page
    assert "样地调查与抽样精度说明" in page
    assert "草稿" in _paper(client, claim)
    refused = client.post(reverse("submit_report", args=[claim.pk]), {"key": "send"})
    assert (refused.status_code, Report.objects.count()) == (409, 0)
    where = reverse("add_annex", args=[claim.pk])
    false = SimpleUploadedFile("样地.pdf", b"<html>", "application/pdf")
    assert client.post(where, {"key": "a", "kind": "sampling", "file": false}).status_code == 422
    right = SimpleUploadedFile("样地.pdf", PDF, "application/pdf")
    assert client.post(where, {"key": "a", "kind": "sampling", "file": right}).status_code == 302
    added = Annex.objects.get()
    assert client.get(reverse("annex", args=[claim.pk, added.pk])).content == PDF
    assert "校对通过" in text(client, "measuring", claim.pk)
    assert "草稿" not in _paper(client, claim)
    assert client.post(reverse("submit_report", args=[claim.pk]), {"key": "b"}).status_code == 302
    assert Report.objects.get().run == claim.runs.latest("pk")
    assert client.post(where, {"key": "c", "kind": "map", "file": _pdf()}).status_code == 422


def test_an_annex_has_a_known_kind_and_a_party_of_the_case(office, claim, refuses) -> None:
    from qingshan.apps.base import files

    kept = files.keep(PDF, name="证.pdf", media_type="application/pdf").pk
    with refuses("E-PJ-13"):
        add_annex(office.call("farm"), monitoring=claim.pk, kind="poem", file=kept)
    with refuses("E-AU-02"):
        add_annex(office.call("village"), monitoring=claim.pk, kind="tenure", file=kept)
    annex = add_annex(office.call("farm"), monitoring=claim.pk, kind="tenure", file=kept)
    assert (annex.name, annex.kind) == ("证.pdf", "tenure")


def test_another_method_is_chosen_with_the_options_it_states(claim) -> None:
    client = sign_in("measurer")
    where = reverse("choose_method", args=[claim.pk])
    answer = client.get(where, {"method": "ccer_14_001_v1"})
    used = {template.name for template in answer.templates}
    assert {"projects/method.html", "projects/parts/options.html"} <= used
    assert PREFIX + "started_by_2019" in answer.content.decode()
    sent = {"key": "m", "method": "ar_cm_001_v1", PREFIX + "baseline_removal": "1.5"}
    sent |= {PREFIX + "fire_zone": "temperate", PREFIX + "gwp": "AR4"}
    assert client.post(where, sent).status_code == 302
    claim.refresh_from_db()
    assert (claim.method, claim.options["baseline_removal"]) == ("ar_cm_001_v1", "1.5")
    assert PREFIX + "baseline_removal" in text(client, "measuring", claim.pk)


def _pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("图.pdf", PDF, "application/pdf")


def _paper(client: Client, claim: MonitoringPeriod) -> str:
    run = claim.runs.latest("pk")
    answer = client.get(reverse("run_report", args=[claim.pk, run.pk, "pdf"]))
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)

"""Letters say who, what, until when; the same row gives the same bytes, in both languages."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.utils import translation

from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.casework.letters import LETTERS, SERIES
from qingshan.apps.casework.models import CaseLetter
from qingshan.apps.casework.printing import letter_code, letter_pdf
from qingshan.apps.casework.tests.conftest import key_of
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.hand_over_case import hand_over_case
from qingshan.apps.casework.verbs.record_field_check import record_field_check
from qingshan.apps.casework.verbs.refuse_case import refuse_case
from qingshan.apps.casework.verbs.send_to_field import send_to_field

pytestmark = pytest.mark.django_db

DEMANDS = {
    "form": "申请表第 4 项未填写，请补填后重新提交。",
    "identity": "营业执照已过期，请提交现行有效的证件复印件。",
    "certificate": "不动产权证书缺第 3 页，请补交清晰的原件扫描件。",
    "survey": "第 7 号小班缺少优势树种字段，请更正后重新上传。",
    "declaration": "唯一性声明未签署，请签署后补交。",
    "consent": "村民会议决议缺签名页，请补交。",
}


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def read(letter: CaseLetter, language: str = "zh-hans") -> str:
    with translation.override(language):
        return words(letter_pdf(letter))


def of(case, kind: str) -> CaseLetter:
    return CaseLetter.objects.get(case=case, kind=kind)


def test_every_kind_has_a_series_of_its_own():
    assert set(LETTERS) == set(SERIES)
    assert len(set(SERIES.values())) == len(SERIES)


def test_an_acceptance_tells_the_term(desk):
    case = desk.accepted()
    letter = of(case, "acceptance")
    text = read(letter)
    for said in ("受理通知书", "示例国有林场：", "示例县林业局", case.number, letter.number):
        assert said in text
    assert "7个工作日" in text
    assert "2026年7月28日" in text
    assert "（盖章处）" in text
    english = read(letter, "en")
    assert "Noticeofacceptance" in english
    assert "SampleStateForestFarm" in english
    assert "28July2026" in english or "Jul" in english


def test_a_correction_notice_lists_every_item(desk):
    case = desk.checked(desk.opened(), "submitted", **DEMANDS)
    notice = ask_correction(desk.at("county"), case=case.pk)
    text = read(of(case, "correction"))
    assert notice.number in text
    assert "共6项" in text
    for demand in DEMANDS.values():
        assert "".join(demand.split()) in text
    assert "2026年8月7日" in text


def test_a_decision_names_reason_and_remedy(desk):
    case = desk.opened()
    refuse_case(desk.at("county"), case=case.pk, reason="申请人不是该林地的权利人")
    text = read(of(case, "not_accepted"))
    for said in ("不予受理决定书", "申请人不是该林地的权利人", "行政复议", "六个月内"):
        assert said in text
    late = desk.accepted()
    refuse_case(desk.at("county"), case=late.pk, reason="权属证书系伪造")
    assert "不予通过" in read(of(late, "not_passed"))


def test_records_of_the_offices_are_printed(office, desk):
    case = desk.accepted()
    checker = key_of(office.cast["county"].actor)
    check = send_to_field(
        desk.at("county"), case=case.pk, checker=checker, task="核对第 3 号小班四至"
    )
    record_field_check(
        desk.at("county"), check=check.pk, holds=True, finding="四至与图一致", photos=[]
    )
    text = read(of(case, "field_check"))
    for said in ("现场核查记录", "罗明", "四至与图一致", "与申报一致", "剑河县"):
        assert said in text
    receiver = desk.bureau("522629")
    desk.person("receiver", receiver.pk, "522629")
    hand_over_case(desk.at("county"), case=case.pk, office=receiver.pk, reason="由属地机关办理")
    text = read(of(case, "hand_over"))
    for said in ("转办单", "522629林业局", "由属地机关办理"):
        assert said in text


def test_the_same_row_gives_the_same_bytes(desk):
    letter = of(desk.accepted(), "acceptance")
    assert letter_pdf(letter) == letter_pdf(CaseLetter.objects.get(pk=letter.pk))


def test_the_code_hangs_on_every_word(desk):
    letter = of(desk.accepted(), "acceptance")
    code = letter_code(letter)
    assert code in read(letter)
    letter.content = {**letter.content, "days": 9}
    assert letter_code(letter) != code
    assert signer(REGISTER)

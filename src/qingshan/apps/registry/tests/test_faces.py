"""The ticket face and the certificate: what they say, how they look to a camera, that they hold."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp

from qingshan.apps.registry import faces
from qingshan.apps.registry.faces import (
    DepartmentSignature,
    RetirementPaper,
    TicketFace,
    retirement_pdf,
    ticket_pdf,
    verify_address,
)
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.proof.code import check_code, check_code_matches
from qingshan.core.proof.envelope import open_pdf
from qingshan.core.proof.signer import Ed25519Signer, published

SIGNER = Ed25519Signer.from_seed(bytes(32))
KEYS = published(SIGNER)
FACE = TicketFace(
    number="GZ-2024-000001-7",
    holder="剑河县三棵树林场",
    credit_code="91522629MA6DEMO03X",
    location="贵州省黔东南苗族侗族自治州剑河县革东镇岑松村、展留村",
    compartments="12 林班 1–9，共 9 个小班",
    area_m2=1_228_400,
    species="杉木、马尾松",
    origin="人工林",
    tenure_number="黔（2019）剑河县不动产权第 0001234 号",
    method="贵州省林业碳票项目方法学 第 1 版",
    period=Period.inclusive(date(2019, 1, 1), date(2023, 12, 31)),
    amount=127_230_000,
    first_serial=1,
    next_serial=127_230_001,
    measuring_body="贵州青岭林业调查规划设计有限公司",
    verifying_body="黔中绿源环境认证有限公司",
    signatures=(
        DepartmentSignature(Label("审定签发", "Issued by"), "贵州省林业局", date(2024, 3, 27)),
        DepartmentSignature(Label("备案签发", "Filed by"), "贵州省生态环境厅", date(2024, 3, 28)),
    ),
    issued_on=date(2024, 3, 28),
    signed_at=datetime(2024, 3, 28, 1, 30, tzinfo=UTC),
    verify_url="https://qingshan.example.org/verify",
    title=Label("贵州省林业碳票", "Forestry Carbon Ticket of Guizhou Province"),
)
RETIREMENT = RetirementPaper(
    number="ZX-2025-000001-4",
    ticket_number="GZ-2024-000001-7",
    retired_by="剑河县三棵树林场",
    beneficiary="丹寨县某零碳会议",
    purpose="大型活动碳中和",
    covers="2025年9月会议期间的交通与住宿",
    source="剑河县革东镇，监测期2019年1月1日至2023年12月31日",
    amount=550_000,
    first_serial=1,
    next_serial=550_001,
    retired_on=date(2025, 9, 30),
    signatures=(
        DepartmentSignature(Label("登记机构", "Registered by"), "登记中心", date(2025, 9, 30)),
    ),
    signed_at=datetime(2025, 9, 30, 2, 0, tzinfo=UTC),
    verify_url="https://qingshan.example.org/verify/",
)
LONG = replace(
    FACE,
    holder="贵州省黔东南苗族侗族自治州剑河县革东镇岑松村展留村交榜村集体林业股份经济合作联合",
    location="贵州省黔东南苗族侗族自治州剑河县革东镇"
    + "、".join(f"{a}新村" for a in "㵲䠲龑岜展交八岑屯五南大"),
    compartments="、".join(f"{n} 林班 1–{n + 9}" for n in range(1, 9)) + "，共 231 个小班",
    measuring_body="贵州省黔东南苗族侗族自治州林业调查规划设计与碳汇计量监测研究院有限责任公司",
    verifying_body="中国西南绿源环境与生态产品价值核算认证中心（贵州）有限责任公司",
    amount=987_654_321_234,
    first_serial=100_000_000_001,
    next_serial=1_087_654_321_235,
    signatures=tuple(
        replace(sign, office=sign.office + "生态产品价值实现工作领导小组办公室（联合签发专班）")
        for sign in FACE.signatures
    ),
    title=Label("黔东南苗族侗族自治州林业碳票", "Forestry Carbon Ticket"),
)


def words(pdf: bytes) -> str:
    """All the text of the one page, without blanks."""
    (page,) = pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages
    return "".join(page.extract_text().split())


def picture(pdf: bytes, dpi: int) -> np.ndarray:
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze()


def places(pdf: bytes) -> np.ndarray:
    """Left, bottom, right, top of every letter that is seen, in mm from the lower left."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    text = page.get_text_range()
    boxes = [page.get_charbox(n) for n in range(page.count_chars()) if n < len(text)]
    return np.array([box for box in boxes if box[2] > box[0]]) / 72 * 25.4


def test_the_face_says_all_that_was_registered():
    said = words(ticket_pdf(FACE, SIGNER))
    for fact in [
        "贵州省林业碳票", FACE.number, FACE.holder, FACE.location, FACE.tenure_number, FACE.method,
        "1,842.60亩（122.84公顷）", "12,723吨二氧化碳当量", "壹万贰仟柒佰贰拾叁吨",
        "00000001—127230000", "2019年1月1日至2023年12月31日", FACE.measuring_body,
        FACE.verifying_body, "贵州省林业局2024年3月27日", "贵州省生态环境厅2024年3月28日",
        "演示签名，不具法律效力", "样票·演示", "演示环境，数据为虚构",
        check_code(FACE.statement(), SIGNER), "https://qingshan.example.org/verify",
        "以登记系统实时记录为准",
    ]:  # fmt: skip
        assert "".join(fact.split()) in said, fact


def test_the_credit_code_is_masked_and_the_seal_holds_nothing_personal():
    pdf = ticket_pdf(FACE, SIGNER)
    assert FACE.credit_code not in words(pdf)
    assert "9152************3X" in words(pdf)
    said = str(open_pdf(pdf, KEYS).statement)
    assert FACE.holder not in said
    assert FACE.credit_code not in said


def test_a_ticket_outside_the_demonstration_carries_no_demo_words():
    said = words(ticket_pdf(replace(FACE, demo=False), SIGNER))
    assert "演示" not in said
    assert "电子签名，随文件核验" in said


def test_in_chinese_alone_there_are_no_english_captions():
    assert "Holder" in words(ticket_pdf(FACE, SIGNER))
    assert "Holder" not in words(ticket_pdf(replace(FACE, lang="zh"), SIGNER))


def test_the_certificate_says_all_that_was_retired():
    said = words(retirement_pdf(RETIREMENT, SIGNER))
    for fact in [
        "林业碳票注销证书", RETIREMENT.number, RETIREMENT.ticket_number, "55吨二氧化碳当量",
        "合55,000千克", "伍拾伍吨", "00000001—00550000", RETIREMENT.beneficiary,
        RETIREMENT.purpose, RETIREMENT.covers, RETIREMENT.retired_by, "2025年9月30日",
        "不得据此宣称产品或企业“零排放”", check_code(RETIREMENT.statement(), SIGNER), "样证·演示",
    ]:  # fmt: skip
        assert "".join(fact.split()) in said, fact


@pytest.mark.parametrize(
    "make", [lambda: ticket_pdf(FACE, SIGNER), lambda: retirement_pdf(RETIREMENT, SIGNER)]
)
def test_papers_are_small_stable_and_sealed(make):
    pdf = make()
    assert len(pdf) < 150_000
    assert make() == pdf
    sealed = open_pdf(pdf, KEYS)
    assert sealed.statement["amount"] in (FACE.amount, RETIREMENT.amount)
    step = len(pdf) // 400
    for place in [*range(0, len(pdf), step), *range(len(pdf) - 1200, len(pdf))]:
        altered = bytearray(pdf)
        altered[place] ^= 0x04
        with pytest.raises(Refused):
            open_pdf(bytes(altered), KEYS)


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize(
    ("make", "paper"), [(ticket_pdf, FACE), (retirement_pdf, RETIREMENT), (ticket_pdf, LONG)]
)
def test_the_code_is_read_from_the_page(make, paper, dpi):
    (code,) = zxingcpp.read_barcodes(picture(make(paper, SIGNER), dpi))
    assert code.text == verify_address(paper, SIGNER)
    number, _, typed = code.text.rpartition("/")[2].partition("?c=")
    assert number == paper.number
    assert check_code_matches(typed, paper.statement(), SIGNER)
    side_mm = (code.position.top_right.x - code.position.top_left.x) / dpi * 25.4
    assert side_mm >= 20


def test_the_code_is_read_from_a_blurred_grey_print():
    page = picture(ticket_pdf(FACE, SIGNER), 150).astype(float)
    blurred = sum(
        np.roll(page, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)
    )
    grey = (60 + blurred / 9 * 0.55).astype(np.uint8)
    (code,) = zxingcpp.read_barcodes(grey)
    assert code.text == verify_address(FACE, SIGNER)


@pytest.mark.parametrize("face", [FACE, LONG, replace(LONG, lang="zh")])
def test_no_letter_runs_into_the_border_or_into_the_signatures(face):
    """Without the demo mark, which lies across everything by intent."""
    pdf = ticket_pdf(replace(face, demo=False), SIGNER)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    box = places(pdf)
    assert len(box) > 300
    assert box[:, 0].min() >= 26
    assert box[:, 2].max() <= 271
    assert box[:, 1].min() >= 21
    assert box[:, 3].max() <= 189
    overlap = (
        (box[:, None, 0] < box[None, :, 2] - 0.4)
        & (box[None, :, 0] < box[:, None, 2] - 0.4)
        & (box[:, None, 1] < box[None, :, 3] - 0.4)
        & (box[None, :, 1] < box[:, None, 3] - 0.4)
    )
    np.fill_diagonal(overlap, val=False)
    assert not overlap.any()


def test_what_does_not_fit_is_refused_instead_of_cut(refuses):
    with refuses("E-PF-13"):
        ticket_pdf(replace(FACE, location="剑河县" * 400), SIGNER)
    with refuses("E-PF-13"):
        retirement_pdf(replace(RETIREMENT, beneficiary="某某公司" * 200), SIGNER)
    with refuses("E-PF-13"):
        ticket_pdf(replace(FACE, title=Label("林业碳票" * 12, "")), SIGNER)
    with refuses("E-PF-13"):
        ticket_pdf(replace(FACE, terms=FACE.terms * 3), SIGNER)


def test_what_a_user_wrote_is_shown_as_it_is():
    holder = '#panic("x") $y^2$ *b* _i_ `r` <l> @ref \\ // "q"'
    assert "".join(holder.split()) in words(ticket_pdf(replace(FACE, holder=holder), SIGNER))


@pytest.mark.parametrize(
    ("amount", "texts", "capitals"),
    [
        (550_000, ("55", "吨二氧化碳当量", "合 55,000 千克"), "伍拾伍吨"),
        (3_505, ("350.5", "千克二氧化碳当量", "合 0.3505 吨"), "叁佰伍拾点伍千克"),
        (100_050, ("10.0050", "吨二氧化碳当量", "合 10,005 千克"), "壹拾点零零伍吨"),
        (1, ("0.1", "千克二氧化碳当量", "合 0.0001 吨"), "零点壹千克"),
    ],
)
def test_weights_in_figures_and_capitals(amount, texts, capitals):
    assert faces.weight_texts(amount) == texts
    assert faces.weight_capitals(amount) == capitals


def test_serials_areas_and_codes_as_printed():
    assert faces.serial_text(1) == "0000 0001"
    assert faces.serial_text(175_300_000) == "1 7530 0000"
    assert faces.area_text(21_313_333) == "31,970.00 亩（2,131.33 公顷）"
    assert faces.masked_code("91522629MA6DEMO03X") == "9152************3X"
    assert faces.masked_code(faces.masked_code("91522629MA6DEMO03X")) == "9152************3X"
    assert faces.masked_code("12345") == "*****"

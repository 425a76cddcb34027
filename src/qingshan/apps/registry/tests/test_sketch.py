"""The small map on the back of a ticket."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdf
import shapely

from qingshan.apps.registry.faces import DepartmentSignature, TicketFace, ticket_pdf
from qingshan.apps.registry.sketch import sketch_svg
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.proof.envelope import open_pdf
from qingshan.core.proof.signer import Ed25519Signer, published

STAND = shapely.Polygon([(108.4, 26.6), (108.41, 26.6), (108.41, 26.61)])


def test_without_stands_there_is_no_map():
    assert sketch_svg(()) == ""


def test_a_ticket_with_outlines_has_a_back_and_stays_sealed():
    signer = Ed25519Signer.from_seed(bytes(32))
    sign = DepartmentSignature(Label("审定签发", "Issued by"), "贵州省林业局", date(2024, 3, 27))
    face = TicketFace(
        number="GZ-2024-000001-7", holder="三棵树林场", credit_code="91522629MA6DEMO03X",
        location="剑河县革东镇", compartments="12 林班 1–9", area_m2=1_228_400, species="杉木",
        origin="人工林", tenure_number="黔（2019）剑河县不动产权第 0001234 号", method="方法学 1",
        period=Period.inclusive(date(2019, 1, 1), date(2023, 12, 31)), amount=10_000,
        first_serial=1, next_serial=10_001, measuring_body="甲", verifying_body="乙",
        signatures=(sign, replace(sign, office="贵州省生态环境厅")), issued_on=date(2024, 3, 28),
        signed_at=datetime(2024, 3, 28, tzinfo=UTC), verify_url="https://qingshan.example.org/verify",
        sketch=(STAND,),
    )  # fmt: skip
    pdf = ticket_pdf(face, signer)
    assert open_pdf(pdf, published(signer)).statement["number"] == face.number
    assert len(pdf) < 180_000
    back = "".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[1].extract_text().split())
    for fact in ("示意图，不作为权属依据", "200米", "林业碳票登记系统的实时记录", signer.key_id):
        assert fact in back

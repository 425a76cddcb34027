"""The small map on the back of a ticket: true to shape, inside its box, with a round bar."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.apps.registry.faces import DepartmentSignature, TicketFace, ticket_pdf
from qingshan.apps.registry.sketch import HEIGHT_MM, WIDTH_MM, sketch_data
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.proof.envelope import open_pdf
from qingshan.core.proof.signer import Ed25519Signer, published

SQUARE = ((500_000.0, 2_900_000.0), (501_000.0, 2_900_000.0), (501_000.0, 2_901_000.0))
COORDINATE = st.floats(-1e6, 4e6, allow_nan=False)


def test_without_outlines_there_is_no_map():
    assert sketch_data(()) is None


def test_north_is_up_and_the_bar_is_true():
    sketch = sketch_data((SQUARE,))
    (ring,) = sketch["rings"]
    assert ring[2][1] < ring[1][1]
    assert ring[1][0] > ring[0][0]
    mm_per_km = ring[1][0] - ring[0][0]
    assert ring[1][1] - ring[2][1] == pytest.approx(mm_per_km, abs=0.02)
    assert sketch["bar_text"] == "200 米"
    assert sketch["bar"] == pytest.approx(mm_per_km / 5, abs=0.02)


@given(
    rings=st.lists(
        st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=6), min_size=1, max_size=4
    )
)
def test_every_place_lies_in_the_box(rings):
    sketch = sketch_data(rings)
    for x, y in (place for ring in sketch["rings"] for place in ring):
        assert 0 <= x <= WIDTH_MM
        assert 0 <= y <= HEIGHT_MM
    assert 0 < sketch["bar"] <= 110
    assert sketch["bar_text"].split()[0].lstrip("0.")[0] in "125"


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
        sketch=(SQUARE,),
    )  # fmt: skip
    pdf = ticket_pdf(face, signer)
    assert open_pdf(pdf, published(signer)).statement["number"] == face.number
    assert len(pdf) < 180_000
    back = "".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[1].extract_text().split())
    for fact in ("示意图，不作为权属依据", "200米", "林业碳票登记系统的实时记录", signer.key_id):
        assert fact in back

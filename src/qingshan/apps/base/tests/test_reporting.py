"""The monitoring report as PDF: readable, the same bytes every time, a draft said to be one."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
import pytest
from pypdf import PdfReader

from qingshan.apps.base.reporting import report_pdf
from qingshan.core.carbon.reporting.document import monitoring_report
from qingshan.core.carbon.reporting.dossier import Dossier, Facts
from qingshan.core.carbon.run import measure
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    frame = pl.DataFrame(
        {
            "compartment": [f"522629-{n:05d}" for n in range(30)],
            "group": ["杉木", "马尾松", "柏木"] * 10,
            "area_ha": [float(n % 7 + 1) for n in range(30)],
            "volume_t1_m3_ha": [60.0] * 30,
            "volume_t2_m3_ha": [float(80 + n) for n in range(30)],
        }
    )
    period = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))
    run = measure(frame, method="gz_ticket_v1", period=period, as_of=date(2026, 7, 1))
    return Dossier(run, Facts(project="剑河县示范项目", reported=date(2026, 7, 15)))


@pytest.mark.parametrize(
    ("language", "word"), [("zh", "林业碳票减排量监测报告"), ("en", "Contents")]
)
def test_the_report_can_be_read_and_repeats(dossier, language, word) -> None:
    document = monitoring_report(dossier, open_shelf())
    data = report_pdf(dossier, document, language)
    assert data == report_pdf(dossier, document, language)
    reader = PdfReader(io.BytesIO(data))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert word in text
    assert f"{dossier.run.issuable_t:,}" in text
    assert dossier.run.frame["compartment"][-1] in text


def test_a_draft_says_so_on_every_page(dossier) -> None:
    document = monitoring_report(dossier, open_shelf())
    reader = PdfReader(io.BytesIO(report_pdf(dossier, document, is_draft=True)))
    assert all("校对未通过" in page.extract_text() for page in reader.pages)

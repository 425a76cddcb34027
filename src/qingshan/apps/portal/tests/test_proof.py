"""The public package of a ticket leads to its digest again; its report is a PDF of the same run."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.kernel.units import tonnes_text

pytestmark = pytest.mark.django_db


def test_a_stranger_recomputes_a_ticket(office, tmp_path) -> None:
    ticket = office.issued()
    answer = Client().get(reverse("package", args=[ticket.number]))
    assert answer.status_code == 200
    path = tmp_path / "package.zip"
    path.write_bytes(answer.content)
    again = recompute(path)
    assert again.is_equal
    assert again.again.digest == ticket.report.run.digest
    assert again.again.removal == ticket.report.run.removal
    assert Client().get(reverse("package", args=[ticket.number])).content == answer.content
    assert ticket.party.name.encode() not in answer.content


def test_the_report_of_a_ticket_tells_its_run(office) -> None:
    ticket = office.issued()
    for language, word in (("zh-hans", "监测报告"), ("en", "Monitoring report")):
        with translation.override(language):
            where = reverse("monitoring_report", args=[ticket.number])
        answer = Client().get(where)
        assert answer["Content-Type"] == "application/pdf"
        pages = PdfReader(io.BytesIO(answer.content)).pages
        text = "\n".join(page.extract_text() for page in pages)
        assert word in text
        assert tonnes_text(ticket.report.run.removal) in text
        assert ticket.report.run.digest in text


def test_no_such_ticket(office) -> None:
    for name in ("package", "monitoring_report"):
        assert Client().get(reverse(name, args=["GZ-0000"])).status_code == 404

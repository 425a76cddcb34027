"""The public package of a ticket leads to its digest again; its report is a PDF of the same run."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.units import tonnes_text

pytestmark = pytest.mark.django_db
IN_CHINA = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


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


def test_the_pack_holds_what_the_pages_give_one_by_one(office) -> None:
    ticket = office.issued()

    def fetched(name: str) -> bytes:
        answer = Client().get(reverse(name, args=[ticket.number]))
        assert answer.status_code == 200
        return answer.content

    with zipfile.ZipFile(io.BytesIO(fetched("ticket_pack"))) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    assert list(files) == [
        *("0-说明.txt", "1-票面.pdf", "2-监测报告.pdf", "3-复算包.zip"),
        *("4-离线证明.json", "5-变动记录.csv", "6-成交记录.csv"),
    ]
    assert files["1-票面.pdf"] == fetched("face")
    assert files["3-复算包.zip"] == fetched("package")
    assert files["5-变动记录.csv"] == fetched("movements")
    assert json.loads(files["4-离线证明.json"])
    for line in files["5-变动记录.csv"].decode().splitlines()[1:]:
        assert IN_CHINA.fullmatch(line.partition(",")[0])
    assert len(PdfReader(io.BytesIO(files["2-监测报告.pdf"])).pages) > 1
    note = files.pop("0-说明.txt").decode()
    assert f"签发 {tonnes_text(ticket.quantity)}" in note
    assert reverse("ticket", args=[ticket.number]) in note
    assert all(sha256(data) in note for data in files.values())
    assert "{" not in note
    assert ("盖章" in note, "演示签名，不具法律效力" in note) == (False, True)
    with override_settings(DEMO=False), zipfile.ZipFile(io.BytesIO(fetched("ticket_pack"))) as pack:
        assert "碳票票面，附电子签名" in pack.read("0-说明.txt").decode()


def test_the_pack_speaks_the_language_of_the_page(office) -> None:
    ticket = office.issued()
    with translation.override("en"):
        where = reverse("ticket_pack", args=[ticket.number])
    answer = Client().get(where)
    assert answer["Content-Disposition"].endswith(f'"{ticket.number}-pack-en.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert pack.namelist()[:3] == ["0-read-me.txt", "1-ticket.pdf", "2-monitoring-report.pdf"]
        assert f"issued {tonnes_text(ticket.quantity)}" in pack.read("0-read-me.txt").decode()


def test_no_such_ticket(office) -> None:
    for name in ("package", "monitoring_report", "ticket_pack"):
        assert Client().get(reverse(name, args=["GZ-0000"])).status_code == 404

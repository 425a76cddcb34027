"""Verification as a stranger meets it: by number, code, photograph, file, without script."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DESK = {"width": 1366, "height": 768}
PDF, PNG = "application/pdf", "image/png"


@pytest.fixture(scope="module")
def face(standing: Any, ticket: str) -> bytes:
    """The PDF of a ticket, read from the site as anyone may."""
    import urllib.request

    with urllib.request.urlopen(f"{standing.url}/tickets/{ticket}/face.pdf") as answer:
        data: bytes = answer.read()
    assert data.startswith(b"%PDF")
    return data


@pytest.fixture(scope="module")
def photo(face: bytes) -> bytes:
    return drawn(face)


@pytest.fixture(scope="module")
def check_code(standing: Any, ticket: str) -> str:
    ((code,),) = standing.ask(f"select check_code from registry_ticket where number = '{ticket}'")
    return str(code)


def drawn(pdf: bytes) -> bytes:
    """The first page as somebody would photograph it."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def ask(page: Page, site: str, number: str, code: str = "") -> str:
    page.goto(f"{site}/verify/")
    page.fill("#number", number)
    page.fill("#code", code)
    page.get_by_role("button", name="查验").click()
    return page.inner_text("main")


def drop(
    page: Page, site: str, data: bytes | Path, *, name: str = "paper.pdf", kind: str = PDF
) -> str:
    page.goto(f"{site}/verify/")
    given: Any = data
    if isinstance(data, bytes):
        given = {"name": name, "mimeType": kind, "buffer": data}
    page.set_input_files("input[type=file]", given)
    page.get_by_role("button", name="核对文件").click()
    page.wait_for_selector(".refusals, .facts, [aria-live]")
    return page.inner_text("main")


@pytest.mark.parametrize(
    "slip",
    [
        lambda number: number,
        lambda number: number.lower(),
        lambda number: number[:3] + number[3:].replace("0", "O"),
        lambda number: number[:3] + number[3:].replace("0", "o").replace("1", "l"),
        lambda number: f"  {number[:8]} {number[8:]} ",
        lambda number: number.replace("-", " - "),
    ],
    ids=["as printed", "lower case", "O for 0", "o and l", "spaces", "spaced hyphens"],
)
def test_number_as_people_type_it(site: str, desk: Page, ticket: str, slip: Any) -> None:
    told = ask(desk, site, slip(ticket))
    assert "登记簿中有这张碳票" in told
    assert ticket in told
    assert "编号谁都可以抄写" in told


def test_wrong_numbers(site: str, desk: Page, ticket: str) -> None:
    last = (int(ticket[-1]) + 1) % 10
    told = ask(desk, site, f"{ticket[:-1]}{last}")
    assert "不能确认为真" in told
    assert "E-MC-04" in told
    told = ask(desk, site, "GZ-2024-000999-9")
    assert "不能确认为真" in told
    assert "登记簿中有" not in told


def test_link_of_the_code(site: str, desk: Page, ticket: str, check_code: str) -> None:
    answer = desk.goto(f"{site}/verify/{ticket}?c={check_code}")
    assert answer is not None
    assert answer.status == 200
    assert "编号与校验码相符" in desk.inner_text("main")
    wrong = ("0" if check_code[0] != "0" else "2") + check_code[1:]
    answer = desk.goto(f"{site}/verify/{ticket}?c={wrong}")
    assert answer is not None
    assert answer.status == 404
    assert "E-PF-10" in desk.inner_text("main")
    assert "相符" not in desk.inner_text("h2 >> nth=0")


def test_genuine_file(site: str, desk: Page, ticket: str, face: bytes) -> None:
    told = drop(desk, site, face)
    assert "文件真实、未被改动" in told
    assert ticket in told


def test_altered_and_foreign_files(site: str, desk: Page, face: bytes) -> None:
    place = len(face) // 2
    altered = face[:place] + bytes([face[place] ^ 1]) + face[place + 1 :]
    foreign = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(foreign, "PDF")
    for data in (altered, foreign.getvalue(), face[: len(face) // 2], b"%PDF-1.7\n"):
        told = drop(desk, site, data)
        assert "不能确认为真" in told
        assert "E-PF-" in told
        assert "文件真实" not in told


def test_photograph_of_the_code(site: str, desk: Page, ticket: str, photo: bytes) -> None:
    told = drop(desk, site, photo, name="照片.png", kind=PNG)
    assert "编号与校验码相符" in told
    assert ticket in told


def test_unusable_files(site: str, desk: Page, tmp_path: Path) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(blank, "PNG")
    assert "E-PO-04" in drop(desk, site, blank.getvalue(), name="blank.png", kind=PNG)
    assert "E-PO-20" in drop(desk, site, b"nothing of the kind", name="note.txt", kind="text/plain")
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF" + bytes(11 * 2**20))
    assert "E-PO-03" in drop(desk, site, large)
    answer = desk.request.post(f"{site}/verify/")
    assert answer.status == 422
    assert "E-PO-02" in answer.text()


def test_without_script(site: str, open_page: Any, ticket: str, face: bytes, photo: bytes) -> None:
    page, _ = open_page(DESK, java_script_enabled=False)
    assert "登记簿中有这张碳票" in ask(page, site, ticket)
    assert "文件真实、未被改动" in drop(page, site, face)
    assert "编号与校验码相符" in drop(page, site, photo, name="a.png", kind=PNG)
    assert page.context.cookies() == []


def test_nothing_of_it_stays(site: str, standing: Any, desk: Page, face: bytes) -> None:
    before = standing.kept()
    drop(desk, site, face)
    drop(desk, site, face[:-3])
    assert standing.kept() == before


def test_certificate_of_a_retirement(site: str, desk: Page, retirement: str) -> None:
    data = desk.request.get(f"{site}/retirements/{retirement}/certificate.pdf").body()
    told = drop(desk, site, data)
    assert "登记簿中有这份注销证书" in told
    assert "文件真实、未被改动" in told
    assert retirement in told

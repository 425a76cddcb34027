"""Papers: stable to the byte, texts as given, fonts inside, codes that a camera reads."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp

from qingshan.apps.base import paper
from qingshan.core.kernel.digest import sha256

SPECIMEN = Path(__file__).with_name("specimen.typ")
ADDRESS = "https://qingshan.example.org/verify/GZ-2024-000001-7?c=7K3M-9QPX-2R4T"
RARE = "㵲䠲龑岜𬙊"


def specimen(*words: str, demo: bool = False) -> bytes:
    data = {
        "words": list(words),
        "demo": demo,
        "qr_svg": paper.qr_svg(ADDRESS),
        "qr_modules": paper.qr_modules(ADDRESS),
        "qr_alt": "QR",
    }
    return paper.render(SPECIMEN, data, title="样张", dated=date(2024, 3, 28))


def text_of(pdf: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Name of each font and whether its outlines are in the file."""
    found = {}
    for font in pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values():
        part = font.get_object()["/DescendantFonts"][0].get_object()
        descriptor = part["/FontDescriptor"].get_object()
        found[part["/BaseFont"]] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found


def test_rare_characters_are_set_embedded_and_readable():
    pdf = specimen(RARE, "壹万贰仟柒佰贰拾叁吨", demo=True)
    assert text_of(pdf).count(RARE) == 2
    assert "样票·演示" in "".join(text_of(pdf).split())
    fonts = fonts_of(pdf)
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {
        "NotoSansSC",
        "NotoSerifSC",
    }
    assert all("+" in name and embedded for name, embedded in fonts.items())
    assert len(pdf) < 120_000


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x") #let y = 1',
        "$x^2$ *b* _i_ `r` <label> @ref",
        "// c /* d */ \\ \\u{41} ~ -- ---",
        "= H1 + - [x] #[y] {z} \"q\" 'r'",
        "</svg><script>alert(1)</script>",
    ],
)
def test_what_a_user_wrote_is_never_markup(words):
    assert "".join(words.split()) in "".join(text_of(specimen(words)).split())


def test_a_character_that_no_font_has_is_refused(refuses):
    with refuses("E-PF-12"):
        specimen("青山😀")


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x00", "\n", "\ue000", "\ud800"])
def test_a_character_that_nobody_sees_is_refused(refuses, hidden):
    with refuses("E-PF-12"):
        specimen(f"三棵树{hidden}林场")


def test_missing_fonts_are_refused_before_anything_is_set(refuses, tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "FONTS", tmp_path)
    with refuses("E-PF-11"):
        specimen("青山")


def test_equal_data_give_equal_bytes_in_another_process_and_in_threads():
    here = sha256(specimen("青山", RARE))
    program = (
        "import sys, runpy; m = runpy.run_path(sys.argv[1]);"
        "print(m['sha256'](m['specimen']('青山', m['RARE'])))"
    )
    there = subprocess.run(
        [sys.executable, "-c", program, __file__],
        env={
            **os.environ,
            "PYTHONHASHSEED": "7",
            "TZ": "Asia/Shanghai",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert there == here
    with ThreadPoolExecutor(4) as pool:
        assert {sha256(pdf) for pdf in pool.map(specimen, ["青"] * 8)} == {sha256(specimen("青"))}


def test_title_and_date_come_from_the_call():
    reader = pypdf.PdfReader(io.BytesIO(specimen("青山")))
    assert reader.metadata.title == "样张"
    assert reader.metadata.creation_date.date() == date(2024, 3, 28)
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


@pytest.mark.parametrize("dpi", [150, 300])
def test_the_code_is_read_from_the_page(dpi):
    page = pypdfium2.PdfDocument(specimen("青山", demo=True))[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=dpi / 72, grayscale=True).to_numpy())
    assert code.text == ADDRESS
    side_mm = (code.position.top_right.x - code.position.top_left.x) / dpi * 25.4
    assert 20 <= side_mm <= 24


def test_the_code_has_level_q_and_four_modules_of_white():
    svg = paper.qr_svg(ADDRESS)
    modules = paper.qr_modules(ADDRESS)
    assert f'width="{modules + 8}" height="{modules + 8}"' in svg
    page = pypdfium2.PdfDocument(specimen("青山"))[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=300 / 72, grayscale=True).to_numpy())
    assert code.ec_level == "Q"

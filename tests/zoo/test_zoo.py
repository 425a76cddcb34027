"""Each animal of the zoo gets its card, by the engine and by the command, and the same one."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date
from pathlib import Path

import pytest

import qingshan
from qingshan.core.doctor.card import Card
from qingshan.core.doctor.county import Counties, counties_of_vendor
from qingshan.core.doctor.examine import Answers, Reading, examine
from qingshan.core.doctor.picture import card_html
from qingshan.core.doctor.repair import repaired, write_repaired
from qingshan.core.tables.shelf import open_shelf
from tests.zoo.geodata import CASES, Case, animals

AS_OF = date(2026, 1, 1)
CONFINED = {"gbk_without_cpg", "wrong_meridian", "kml_that_swells", "zip_bomb", "bow_tie"}
"""Animals that the command reads in a process of its own; starting it takes a second each."""

CODES_THAT_REPAIR = {"sliver", "E-GE-06", "E-UP-05"}


@pytest.fixture(scope="module")
def counties() -> Counties:
    path = Path(qingshan.__file__).parent / "vendor" / "geo" / "counties_520000.json"
    if not path.is_file():
        pytest.skip("the county boundaries have not been collected")
    return counties_of_vendor(path)


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Case]]:
    return animals(tmp_path_factory.mktemp("zoo"))


def card_of(path: Path, one: Case, counties: Counties | None) -> Card:
    return examine(
        path,
        answers=Answers(**one.answers),
        counties=counties,
        shelf=open_shelf(),
        as_of=AS_OF,
        reading=Reading(confined=False),
    )


@pytest.mark.parametrize("name", [one.name for one in CASES])
def test_the_card_says_what_the_file_is(zoo, counties, name) -> None:
    path, one = zoo[name]
    card, expected = card_of(path, one, counties), one.expected
    codes = {finding.code for finding in card.findings}
    assert card.verdict == expected.verdict, codes
    assert expected.codes <= codes
    assert not expected.never & codes
    assert card.count == expected.count
    for said, found in (
        (expected.crs, card.crs and card.crs.code),
        (expected.encoding, card.encoding and card.encoding.name),
    ):
        assert said in {None, found}
    if expected.area_m2 is not None:
        assert card.area_m2 == pytest.approx(expected.area_m2, rel=1e-4)
    assert {f["code"] for f in json.loads(json.dumps(card.to_json()))["findings"]} == codes
    for finding in card.findings:
        assert finding.level.value != "asks" or finding.choices, "a question without an answer"
        for label in (finding.says, finding.why, finding.remedy):
            assert label is None or ("?" not in label.en and "{" not in label.zh)


def test_the_command_gives_the_same_card(zoo, counties) -> None:
    from qingshan.config.commands.check import check

    for name, (path, one) in zoo.items():
        trusted = name not in CONFINED
        out, status = io.StringIO(), 0
        with contextlib.redirect_stdout(out):
            try:
                check(path, as_of=AS_OF.isoformat(), as_json=True, trusted=trusted, **one.answers)
            except SystemExit as ended:
                status = ended.code
        told = json.loads(out.getvalue())
        told.pop("repair")
        assert told == json.loads(json.dumps(card_of(path, one, counties).to_json())), one.name
        assert status == (0 if one.expected.verdict == "good" else 1)


@pytest.mark.parametrize(
    "name", ["sliver", "shape_entered_twice", "small_crossing", "hostile_text"]
)
def test_a_repaired_layer_has_nothing_left_to_repair(zoo, counties, tmp_path, name) -> None:
    path, one = zoo[name]
    repair = repaired(card_of(path, one, counties))
    write_repaired(repair, tmp_path / "fixed.gpkg")
    again = card_of(tmp_path / "fixed.gpkg", Case(name, one.make, one.expected), counties)
    assert not CODES_THAT_REPAIR & {finding.code for finding in again.findings}
    assert again.count == 4
    assert repaired(again).rows == ()
    assert again.layer_read.frame["XIANG"][3] == repair.layer.frame["XIANG"][3]


def test_the_page_escapes_what_the_file_says_and_loads_nothing(zoo, counties) -> None:
    path, one = zoo["hostile_text"]
    page = card_html(card_of(path, one, counties))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page.replace("src=x", "")
    assert "<svg" in page


def test_a_name_in_gbk_is_the_same_name(zoo, counties) -> None:
    assert card_of(*zoo["names_in_gbk"], counties).layer == "小班"


def test_the_command_writes_page_paper_and_repair(zoo, tmp_path, capsys) -> None:
    from qingshan.config.commands.check import check

    path, _ = zoo["shape_entered_twice"]
    out = {name: tmp_path / f"card.{name}" for name in ("html", "pdf")}
    with pytest.raises(SystemExit) as ended:
        check(path, as_of="2026-01-01", fix=tmp_path / "fixed.gpkg", lang="en", **out)
    assert ended.value.code == 1
    assert "1 rows repaired" in capsys.readouterr().out
    assert out["html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert out["pdf"].read_bytes().startswith(b"%PDF")
    assert (tmp_path / "fixed.gpkg").stat().st_size > 0


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"lang": "fr"}, 2),
        ({"as_of": "gestern"}, 2),
        ({"fix": Path("out.shp")}, 2),
        ({"html": Path("/nowhere/at/all.html")}, 2),
    ],
)
def test_the_command_refuses_what_it_cannot_follow(zoo, options, status) -> None:
    from qingshan.config.commands.check import check

    with pytest.raises(SystemExit) as ended:
        check(zoo["gbk_without_cpg"][0], **options)
    assert ended.value.code == status


def test_a_good_file_ends_with_nought_and_fits_eighty_columns(zoo, monkeypatch, capsys) -> None:
    from qingshan.config.commands.check import check

    monkeypatch.setenv("COLUMNS", "200")
    check(zoo["gbk_without_cpg"][0], as_of="2026-01-01")
    said = capsys.readouterr().out
    assert "EPSG:4524" in said
    assert "0111 乔木林地" in said
    assert max(map(len, said.splitlines())) <= 80

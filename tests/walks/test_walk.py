"""From a sub-compartment file to a retired ticket, against figures found without our code."""

from __future__ import annotations

import csv
import json
import math
import zipfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pyogrio.raw
import pypdf
import pytest

from qingshan.apps.base import files
from qingshan.apps.base.clock import now
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.books import audit
from qingshan.apps.projects.models import Run
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.config.cli import main
from qingshan.core import tables

STEPS = [
    "read", "check", "register", "accept", "measure", "report", "verify", "publish", "review",
    "co-sign", "issue", "list", "settle", "retire", "certificate", "verify certificate",
]  # fmt: skip
GROUPS = {"220": "马尾松", "310": "杉木", "350": "柏木", "410": "栎类", "420": "桦木"}
EXAMPLE = Path(__file__).parents[2] / "examples" / "ws3_tsa24" / "fields.toml"
WS3_GROUPS = {"SX": "云杉", "SB": "云杉", "PLI": "其他松类", "AT": "杨树"}


def factors() -> dict[str, Fraction]:
    """tCO2 per cubic metre by species group, from the rows of the table as they are written."""
    found: dict[str, dict[str, Fraction]] = {}
    path = Path(tables.__file__).parent / "data" / "carbon" / "species_group.csv"
    with path.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if row["name"] in {"svd", "bef", "rsr", "cf"} and not row["valid_to"]:
                found.setdefault(row["key"], {})[row["name"]] = Fraction(row["value"])
    return {
        group: f["svd"] * f["bef"] * (1 + f["rsr"]) * f["cf"] * Fraction(44, 12)
        for group, f in found.items()
        if len(f) == 4
    }


def units_of(exact: Fraction) -> int:
    """Tonnes as units of 0.0001 t, half to even."""
    return round(exact * 10_000)


def table_of(path: Path) -> Iterable[dict[str, object]]:
    meta, _, _, columns = pyogrio.raw.read(path, read_geometry=False, encoding="GBK")
    return [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]


def by_hand(path: Path, folder: Path) -> int:
    """The removal of a file with the standard fields, in units: plain loops, exact fractions."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    factor = factors()
    total = 0
    for row in table_of(next(folder.glob("*.shp"))):
        number = {
            name: Fraction(str(row[name])) for name in ("MIAN_JI", "Q_MJ", "Q_ZXJ", "HUO_LMGQXJ")
        }
        area = min(number["MIAN_JI"], number["Q_MJ"])
        growth = number["HUO_LMGQXJ"] - number["Q_ZXJ"] / number["Q_MJ"]
        total += units_of(area * growth * factor[GROUPS[str(row["YOU_SHI_SZ"])]])
    return total


def ws3_by_hand(folder: Path, years: int) -> int:
    """The removal of the reference stands over so many years, in units."""
    curves: dict[str, dict[int, Fraction]] = {}
    with (folder / "curve_points_table.csv").open() as handle:
        for row in csv.DictReader(handle):
            curves.setdefault(row["curve_id"], {})[int(row["x"])] = Fraction(row["y"])
    factor = factors()
    total = 0
    for stand in table_of(folder / "stands.shp"):
        curve, age = curves[str(stand["curve1"])], int(str(stand["age"]))
        growth = curve[age + years] - curve[age]
        area = Fraction(float(str(stand["area"])))
        total += units_of(area * growth * factor[WS3_GROUPS[str(stand["SPECIES_CD"])]])
    return total


def check(told, removal: int, out: Path) -> None:
    """What every walk that comes to its end has told and left."""
    record = told.record
    assert (told.code, told.words, record["refusals"]) == (0, "", [])
    assert round(record["removal_t"] * 10_000) == removal
    assert record["issued_t"] == removal // 10_000 == math.floor(record["removal_t"])
    assert record["verified"] is True
    assert [step["name"] for step in record["steps"]] == STEPS
    assert all(step["ok"] and len(step["digest"]) == 64 for step in record["steps"])
    assert json.loads((out / "walk.json").read_text()) == record
    ticket = Ticket.objects.get(number=record["ticket"])
    retirement = Retirement.objects.get(ticket=ticket)
    assert ticket.quantity == retirement.quantity == record["issued_t"] * 10_000
    assert ticket.quantity + ticket.remainder == removal
    assert (out / f"{ticket.number}.pdf").read_bytes() == files.read(ticket.face.digest)
    certificate = Path(record["certificate"])
    assert certificate == out / f"{retirement.number}.pdf"
    words = "".join(page.extract_text() for page in pypdf.PdfReader(certificate).pages)
    assert retirement.number in words
    assert ticket.number in words
    assert audit.verify() is None


def test_a_file_with_standard_fields(command, survey, tmp_path):
    path = survey()
    told = command(path, "--price", "88.00")
    removal = by_hand(path, tmp_path / "unpacked")
    check(told, removal, tmp_path / "out")
    figures = {step["name"]: step["figures"] for step in told.record["steps"]}
    assert figures["read"]["compartments"] == 6
    assert figures["read"]["crs"] == "EPSG:4524"
    assert figures["read"]["encoding"] == "GB18030"
    issued = told.record["issued_t"]
    assert figures["settle"]["amount"] == f"{issued * 88:,}.00"


def test_the_papers_are_genuine_by_the_key_alone(command, survey, tmp_path, capsys):
    told = command(survey())

    def verify(path: Path) -> tuple[int, dict]:
        with pytest.raises(SystemExit) as left:
            main(["verify", str(path), "--key", str(tmp_path / "key.json"), "--json"])
        return int(left.value.code or 0), json.loads(capsys.readouterr().out)

    key = signer(REGISTER)
    published = {"algorithm": key.algorithm, "public_key": key.public_key.hex()}
    (tmp_path / "key.json").write_text(json.dumps(published))
    certificate = Path(told.record["certificate"])
    code, said = verify(certificate)
    assert (code, said["genuine"]) == (0, True)
    assert said["statement"]["number"] == certificate.stem
    altered = bytearray(certificate.read_bytes())
    altered[len(altered) // 2] ^= 1
    certificate.write_bytes(altered)
    code, said = verify(certificate)
    assert (code, said["genuine"]) == (1, False)


def test_walking_again_changes_nothing(command, survey, rows, tmp_path):
    path = survey()
    first = command(path, "--as-of", "2026-07-01")
    before = rows()
    again = command(path, "--as-of", "2026-07-01", out=tmp_path / "again")
    assert again.code == 0
    assert rows() == before
    for name in ("ticket", "removal_t", "issued_t", "steps", "verified"):
        assert again.record[name] == first.record[name]
    names = {p.name: p.read_bytes() for p in (tmp_path / "out").glob("*.pdf")}
    assert {p.name: p.read_bytes() for p in (tmp_path / "again").glob("*.pdf")} == names


def test_the_same_land_is_not_claimed_again(command, survey, rows, tmp_path):
    path = survey()
    first = command(path, "--as-of", "2026-07-01")
    before = rows()
    for options in (
        ["--as-of", "2026-07-02"],
        ["--as-of", "2026-07-01", "--price", "51.00"],
        ["--as-of", "2026-07-01", "--from", "2018-01-01", "--to", "2019-01-01"],
    ):
        told = command(path, *options, out=tmp_path / "second")
        assert (told.code, told.codes) == (1, {"E-EL-11"}), options
        assert rows() == before
        assert (told.record["ticket"], told.record["certificate"]) == (None, None)
        assert first.record["ticket"] not in told.words
        assert not list((tmp_path / "second").glob("*.pdf"))
        assert "E-EL-11" in told.words


def test_people_read_steps_and_refusals(register, db, survey, tmp_path, capsys):
    def walk(path: Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["walk", str(path), "--out", str(tmp_path)])
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    def negative(frame, shapes):
        return frame.with_columns(HUO_LMGQXJ=-frame["HUO_LMGQXJ"]), shapes

    code, out, err = walk(survey())
    assert (code, err) == (0, "")
    assert out.count("✓") == len(STEPS)
    assert f"碳票 GZ-{now().year}-000001-" in out
    code, _, err = walk(survey("bad", edit=negative))
    assert (code, err.count("E-FD-04"), err.count("→")) == (1, 6, 6)


def test_neighbours_get_tickets_of_their_own(command, survey, tmp_path):
    numbers = [
        command(survey(f"plot{n}", west=107.5 + n / 20), out=tmp_path / str(n)).record["ticket"]
        for n in range(2)
    ]
    year = now().year
    assert [number[:14] for number in numbers] == [f"GZ-{year}-000001", f"GZ-{year}-000002"]
    first, second = Ticket.objects.order_by("pk")
    assert second.block.lower == first.block.upper


@pytest.mark.reference
def test_the_reference_stands_by_their_field_map(command, reference, tmp_path):
    folder = reference / "data" / "stands" / "ws3_tsa24"
    days = ("--from", "2021-01-01", "--to", "2025-12-31", "--as-of", "2026-07-01")
    told = command(folder / "stands.shp", "--fields", str(EXAMPLE), *days)
    check(told, ws3_by_hand(folder, 5), tmp_path / "out")
    assert Run.objects.get().record["removal_unit"] == Run.objects.get().removal
    assert told.record["steps"][0]["figures"]["compartments"] == 190


@pytest.mark.reference
def test_the_reference_stands_without_their_map_say_what_is_missing(command, reference, rows):
    folder = reference / "data" / "stands" / "ws3_tsa24"
    before = rows()
    told = command(folder / "stands.shp", "--to", "2023-12-31")
    assert told.code == 1
    assert "E-FD-01" in told.codes
    assert len(told.record["refusals"]) > 1
    assert rows() == before


def test_only_a_demonstration_is_walked(command, survey, rows, settings):
    settings.DEMO = False
    before = rows()
    told = command(survey())
    assert (told.code, told.codes) == (1, {"E-WK-01"})
    assert rows() == before


def test_a_running_period_is_refused(command, survey, rows):
    before = rows()
    told = command(survey(), "--to", "2099-12-31")
    assert told.code == 1
    assert "E-EL-12" in told.codes
    assert rows() == before

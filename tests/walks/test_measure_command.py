"""``qingshan measure`` as people run it: no database, no Django, exit codes, both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from qingshan.config.cli import app

SOURCE = Path(__file__).parents[2] / "src"
PERIOD = ("--from", "2019-01-01", "--to", "2023-12-31", "--as-of", "2026-07-01")
CHOICES = ("--option", "risk=10", "--option", "relative_error=8")
WALL = """
import sys
import zipfile
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "psycopg"}:
            raise ImportError(name + " is not there")
sys.meta_path.insert(0, Wall())
from qingshan.config.cli import main
main(sys.argv[1:])
"""


def qingshan(*arguments: object) -> Result:
    """The command in this process: quick, and of the same code."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(each) for each in arguments])


def apart(*arguments: object, seed: str = "1") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own in which there is no Django."""
    environment = os.environ | {
        "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": seed,
        "COLUMNS": "200", "PYTHONUTF8": "1",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WALL, *map(str, arguments)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def told(*arguments: object, code: int = 0) -> dict:
    ran = qingshan(*arguments, "--json")
    assert ran.exit_code == code, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A made-up survey, its run and its package."""
    here = tmp_path_factory.mktemp("measure")
    assert qingshan("example", here / "survey.zip", "--count", 12).exit_code == 0
    ran = apart(
        "measure", "run", here / "survey.zip", *PERIOD, *CHOICES, "--out", here / "run.parquet"
    )
    assert ran.returncode == 0, ran.stderr
    assert "可签发" in ran.stdout
    packed = apart(
        "measure", "package", here / "run.parquet", "--survey", here / "survey.zip",
        "--out", here / "package.zip",
    )  # fmt: skip
    assert packed.returncode == 0, packed.stderr
    return here


def test_run_and_package_of_the_same_survey_are_the_same_bytes(folder) -> None:
    again = apart(
        "measure", "package", folder / "survey.zip", *PERIOD, *CHOICES,
        "--out", folder / "again.zip", seed="2",
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert (folder / "again.zip").read_bytes() == (folder / "package.zip").read_bytes()


def test_explain_opens_down_to_a_parameter(folder) -> None:
    run = folder / "run.parquet"
    whole = told("measure", "explain", run, "ticket", "--depth", 1)
    assert whole["children"][0]["id"] == "removal"
    group = told("measure", "explain", run, "removal")["children"][0]["id"].partition(":")[2]
    found = told("measure", "explain", run, f"parameter:{group}/svd")
    assert found["source"]["table"] == "carbon.species_group"
    said = qingshan("measure", "explain", folder / "package.zip", f"factor:{group}", "--lang", "en")
    assert "basic wood density" in said.stdout
    refused = qingshan("measure", "explain", run, "nothing")
    assert (refused.exit_code, "E-CA-07" in refused.stderr) == (1, True)


def test_recompute_tells_the_digest_and_holds_it_against_the_ticket(folder) -> None:
    run = told("measure", "explain", folder / "run.parquet", "removal")
    answer = told("measure", "recompute", folder / "package.zip")
    assert answer["equal"] is True
    assert answer["removal_unit_again"] == run["value"]
    short = answer["digest"][:12]
    assert told("measure", "recompute", folder / "package.zip", "--digest", short)["fits"] is True
    told("measure", "recompute", folder / "package.zip", "--digest", "0" * 12, code=1)
    assert "一致" in qingshan("measure", "recompute", folder / "package.zip").stdout


def test_diff_names_the_option_and_my_own_sheet(folder) -> None:
    other = folder / "other.parquet"
    assert qingshan(
        "measure", "run", folder / "survey.zip", *PERIOD, "--option", "risk=12", "--option",
        "relative_error=8", "--out", other,
    ).exit_code == 0  # fmt: skip
    answer = told("measure", "diff", folder / "run.parquet", other, code=1)
    assert answer["first"]["node"] == "deduction:risk"
    assert told("measure", "diff", folder / "run.parquet", folder / "package.zip")["equal"] is True
    listed = told("measure", "diff", folder / "run.parquet", other, code=1)["rows"]["changed"]
    book = Workbook()
    book.active.append(["小班号", "数值（t）"])
    for row in listed:
        found = told("measure", "explain", other, f"compartment:{row['compartment']}", "--depth", 0)
        book.active.append([row["compartment"], found["value"] / 10_000])
    book.save(folder / "mine.xlsx")
    assert told("measure", "diff", other, folder / "mine.xlsx")["agrees"] is True
    parted = told("measure", "diff", folder / "run.parquet", folder / "mine.xlsx", code=1)
    assert parted["first"]["cell"] == "Sheet!B2"
    said = qingshan("measure", "diff", folder / "run.parquet", folder / "mine.xlsx")
    assert "首处不同" in said.stdout


def test_a_template_that_is_filled_in_is_measured(tmp_path) -> None:
    path = tmp_path / "list.xlsx"
    assert qingshan("measure", "template", "--out", path).exit_code == 0
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    values = {"小班编号": "A-1", "树种参数组": "杉木", "面积（ha）": 10, "期初蓄积（m3/ha）": 60,
              "期末蓄积（m3/ha）": 90}  # fmt: skip
    for at, head in enumerate(heads, 1):
        sheet.cell(2, at).value = values.get(head)
    book.save(path)
    answer = told("measure", "run", path, *PERIOD, *CHOICES)
    assert answer["count"] == 1
    assert answer["removal_unit"] > 0
    assert qingshan("measure", "template", "--out", tmp_path / "list.csv").exit_code == 0
    assert (tmp_path / "list.csv").read_text(encoding="utf-8-sig").startswith("compartment,group")


def test_all_that_is_wrong_is_said_at_once_and_usage_is_another_code(folder) -> None:
    survey = folder / "survey.zip"
    ran = qingshan("measure", "run", survey, *PERIOD, "--option", "risk=200", "--option", "riks=1")
    assert ran.exit_code == 1
    assert ran.stderr.count("E-CA-02") == 2
    for wrong in (
        ("run", survey, "--from", "2023-12-31", "--to", "2019-01-01"),
        ("run", survey, "--from", "2019", "--to", "2023-12-31"),
        ("run", survey, *PERIOD, "--option", "risk"),
        ("run", survey, *PERIOD, "--out", folder / "run.csv"),
        ("run", folder / "absent.zip", *PERIOD),
        ("package", survey, "--out", folder / "x.zip"),
    ):
        assert qingshan("measure", *wrong).exit_code == 2


def test_a_package_with_its_survey_is_proven_from_it(folder) -> None:
    packed = folder / "audit.zip"
    survey = folder / "survey.zip"
    asked = (survey, *PERIOD, *CHOICES, "--with-survey", "--out", packed)
    assert qingshan("measure", "package", *asked).exit_code == 0
    answer = told("measure", "recompute", packed, "--from-survey")
    assert answer["from_survey"] == {"equal": True, "differs": []}
    assert answer["digest"] == told("measure", "recompute", folder / "package.zip")["digest"]
    assert "同样的输入" in qingshan("measure", "recompute", packed, "--from-survey").stdout
    refused = qingshan("measure", "recompute", folder / "package.zip", "--from-survey")
    assert (refused.exit_code, "E-PK-08" in refused.stderr) == (1, True)


def test_another_survey_in_a_package_is_found_out(folder, tmp_path) -> None:
    """Its survey is exchanged for another one and the manifest made to fit."""
    from qingshan.apps.land.bundle import Source, pack
    from qingshan.core.carbon.package.manifest import MANIFEST, SURVEY
    from qingshan.core.carbon.package.packing import zipped
    from qingshan.core.kernel.digest import sha256

    packed, other = tmp_path / "audit.zip", tmp_path / "other.zip"
    asked = (folder / "survey.zip", *PERIOD, *CHOICES, "--with-survey", "--out", packed)
    assert qingshan("measure", "package", *asked).exit_code == 0
    assert qingshan("example", other, "--count", 13).exit_code == 0
    with zipfile.ZipFile(packed) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[SURVEY] = pack(Source(other))
    manifest = json.loads(members[MANIFEST])
    manifest["members"][SURVEY] = sha256(members[SURVEY])
    packed.write_bytes(zipped({**members, MANIFEST: json.dumps(manifest).encode()}))
    assert told("measure", "recompute", packed)["equal"] is True
    answer = told("measure", "recompute", packed, "--from-survey", code=1)
    assert answer["from_survey"]["equal"] is False
    assert {"inputs", "result"} <= set(answer["from_survey"]["differs"])


def test_a_run_and_a_table_are_packed_without_a_survey(folder, tmp_path) -> None:
    kept, out = folder / "run.parquet", tmp_path / "kept.zip"
    assert qingshan("measure", "package", kept, "--out", out).exit_code == 0
    answer = told("measure", "recompute", out)
    assert answer["digest"] == told("measure", "recompute", folder / "package.zip")["digest"]
    table = tmp_path / "list.csv"
    table.write_text(
        "compartment,group,group_t1,area_ha,volume_t1_m3_ha,volume_t2_m3_ha\n"
        "A-1,杉木,杉木,10,60,90\nA-2,马尾松,马尾松,4,60,80\n",
        encoding="utf-8",
    )
    out = tmp_path / "table.zip"
    asked = (table, *PERIOD, *CHOICES, "--with-survey", "--out", out)
    assert qingshan("measure", "package", *asked).exit_code == 0
    answer = told("measure", "recompute", out, "--from-survey")
    assert (answer["equal"], answer["count"], answer["from_survey"]["equal"]) == (True, 2, True)


def test_doubt_about_parameters_of_a_kept_run(folder) -> None:
    answer = told("measure", "doubt", folder / "run.parquet", "--count", 50)
    assert answer["doubt"]["count"] == 50
    assert answer["sampling_u_percent"] == 8
    assert answer["doubt"]["low_t"] < answer["gross_t"] < answer["doubt"]["high_t"]
    assert "抽样的 u" in qingshan("measure", "doubt", folder / "package.zip", "--count", 20).stdout

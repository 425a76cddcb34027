"""A package leads to its result again anywhere; a changed or hostile one is found out."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from qingshan.core.carbon.compartment import Survey, fit
from qingshan.core.carbon.package.__main__ import DIFFERENT, EQUAL, USAGE, main
from qingshan.core.carbon.package.manifest import INPUTS, MANIFEST, RUN
from qingshan.core.carbon.package.packing import pack_run
from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.runfile import keep_run
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
PERIOD = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))
GROUPS = np.array(["马尾松", "杉木", "柏木", "栎类"])
WITHOUT_DJANGO = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "typer", "psycopg", "rich"}:
            raise ImportError(name + " is not there")
sys.meta_path.insert(0, Wall())
from qingshan.core.carbon.package.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def stands(count: int = 300, seed: int = 1) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    earlier = random.uniform(20.0, 150.0, count).round(1)
    group = GROUPS[random.integers(0, 4, count)]
    return pl.DataFrame(
        {
            "compartment": [f"520122-{n:05d}" for n in range(count)],
            "group": group,
            "group_t1": group,
            "area_ha": random.uniform(0.5, 30.0, count).round(4),
            "area_t1_ha": random.uniform(0.5, 30.0, count).round(4),
            "volume_t1_m3_ha": earlier,
            "volume_t2_m3_ha": (earlier + random.uniform(-10.0, 50.0, count)).round(1),
            "emission_t": np.zeros(count),
        }
    )


def measured(frame: pl.DataFrame, **options):
    options = {"relative_error": "8", "risk": "10", **options}
    return measure(frame, method="gz_ticket_v1", period=PERIOD, as_of=AS_OF, options=options)


@pytest.fixture
def package(tmp_path) -> Path:
    frame = stands()
    path = tmp_path / "package.zip"
    path.write_bytes(pack_run(measured(frame), frame))
    return path


def rezipped(path: Path, changed: dict[str, bytes | None], *, honest: bool = True) -> Path:
    """The package with members replaced (None drops one) and, when honest, a fitting manifest."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members = {n: d for n, d in {**members, **changed}.items() if d is not None}
    if honest:
        told = json.loads(members[MANIFEST])
        told["members"] = {
            name: hashlib.sha256(data).hexdigest()
            for name, data in members.items()
            if name != MANIFEST
        }
        members[MANIFEST] = json.dumps(told).encode()
    out = path.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out


def test_the_same_bytes_every_time_and_the_same_result_again(package) -> None:
    frame = stands()
    assert package.read_bytes() == pack_run(measured(frame), frame.reverse())
    answer = recompute(package)
    assert answer.is_equal
    assert answer.again.removal == measured(frame).removal
    assert answer.manifest.digest == measured(frame).digest
    assert not answer.tables_here
    with zipfile.ZipFile(package) as archive:
        assert "README.zh.md" in archive.namelist()
        assert measured(frame).digest in archive.read("README.en.md").decode()


def test_fitted_rows_carry_no_names_of_people(tmp_path) -> None:
    count = 3
    layer = pl.DataFrame(
        {
            "SHENG": ["52"] * count, "XIAN": ["520122"] * count, "XIANG": ["101"] * count,
            "CUN": ["003"] * count, "LIN_BAN": ["0012"] * count,
            "XIAO_BAN": [f"{n:05d}" for n in range(count)], "MIAN_JI": [1.5, 3.0, 4.5],
            "DI_LEI": ["0111"] * count, "YOU_SHI_SZ": ["220"] * count, "QI_YUAN": ["21"] * count,
            "HUO_LMGQXJ": [85.0] * count, "Q_MJ": [1.5, 3.0, 4.5], "Q_SZ": ["220"] * count,
            "Q_ZXJ": [93.0, 186.0, 279.0], "LMQLR": ["王某某"] * count,
        }
    )  # fmt: skip
    survey = Survey(layer, np.array([1.5, 3.0, 4.5]))
    fitted = fit(survey, shelf=open_shelf(), as_of=AS_OF, period=PERIOD)
    run = measure(fitted, method="gz_ticket_v1", period=PERIOD, as_of=AS_OF)
    path = tmp_path / "package.zip"
    path.write_bytes(pack_run(run, fitted, survey={"name": "小班.zip", "sha256": "0" * 64}))
    answer = recompute(path)
    assert answer.is_equal
    assert answer.manifest.survey == {"name": "小班.zip", "sha256": "0" * 64}
    assert "王某某".encode() not in path.read_bytes()


def test_other_inputs_do_not_make_a_package(refuses) -> None:
    with refuses("E-PK-01"):
        pack_run(measured(stands()), stands(seed=2))


@pytest.mark.parametrize("threads", ["1", "2"])
def test_another_process_without_django_prints_the_same_digest(package, threads) -> None:
    environment = os.environ | {
        "PYTHONHASHSEED": str(100 + int(threads)), "OMP_NUM_THREADS": threads,
        "POLARS_MAX_THREADS": threads, "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    environment |= {"PYTHONUTF8": "1"}
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, str(package), "--json"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    run = measured(stands())
    assert answer["equal"] is True
    assert (answer["digest_again"], answer["removal_unit_again"]) == (run.digest, run.removal)


def test_the_command_tells_digest_difference_and_refusal(package, capsys) -> None:
    assert main([str(package)]) == EQUAL
    assert measured(stands()).digest in capsys.readouterr().out
    assert main([]) == USAGE
    assert main([str(rezipped(package, {INPUTS: b"other"}, honest=False))]) == DIFFERENT
    assert "E-PK-03" in capsys.readouterr().err
    other = io.BytesIO()
    pq.write_table(stands().with_columns(pl.col("area_ha") * 2).to_arrow(), other)
    assert main([str(rezipped(package, {INPUTS: other.getvalue()}))]) == DIFFERENT
    assert "compartment:520122-" in capsys.readouterr().out


def test_a_touched_member_is_named(package, refuses) -> None:
    with refuses("E-PK-03"):
        recompute(rezipped(package, {INPUTS: b"other"}, honest=False))


def test_touched_inputs_show_the_first_figure(package) -> None:
    frame = stands()
    more = frame.with_columns(
        pl.when(pl.col("compartment").is_in(["520122-00007", "520122-00009"]))
        .then(pl.col("volume_t2_m3_ha") + 1)
        .otherwise(pl.col("volume_t2_m3_ha"))
        .alias("volume_t2_m3_ha")
    )
    buffer = io.BytesIO()
    pq.write_table(more.to_arrow(), buffer)
    answer = recompute(rezipped(package, {INPUTS: buffer.getvalue()}))
    assert not answer.is_equal
    assert set(answer.differs) == {"inputs", "result"}
    first = answer.difference.first
    assert first.node.id == "compartment:520122-00007/volume_t2"
    assert first.gap == pytest.approx(1)
    assert [key for key, _ in answer.difference.rows.changed] == ["520122-00007", "520122-00009"]


def test_a_touched_table_shows_the_parameter(package) -> None:
    member = "tables/carbon/species_group.csv"
    with zipfile.ZipFile(package) as archive:
        words = archive.read(member).decode()
    line = next(row for row in words.splitlines() if row.startswith("杉木,svd,"))
    cells = line.split(",")
    cells[2] = str(float(cells[2]) + 0.001)
    answer = recompute(rezipped(package, {member: words.replace(line, ",".join(cells)).encode()}))
    assert not answer.is_equal
    assert "table carbon.species_group" in answer.differs
    assert answer.difference.first.node.id == "parameter:杉木/svd"
    assert [change.key for change in answer.tables_here] == ["杉木"]


def test_a_run_made_up_as_a_whole_is_found_out(package, tmp_path) -> None:
    """The rows and their digests fit each other and the manifest, but not the inputs."""
    lie = measured(stands().with_columns(pl.col("volume_t2_m3_ha") + 5))
    keep_run(lie, tmp_path / "lie.parquet")
    told = json.loads(zipfile.ZipFile(package).read(MANIFEST)) | {"digest": lie.digest}
    changed = {RUN: (tmp_path / "lie.parquet").read_bytes(), MANIFEST: json.dumps(told).encode()}
    answer = recompute(rezipped(package, changed))
    assert not answer.is_equal
    assert answer.difference.first.gap == pytest.approx(-5)


@pytest.mark.parametrize(
    ("member", "data"),
    [
        (MANIFEST, b"not json"),
        (MANIFEST, b"[]"),
        (MANIFEST, b'{"format": 1}'),
        (MANIFEST, None),
        (RUN, None),
        ("more/evil.py", b"import os"),
        ("tables/a/b/c.csv", b""),
    ],
)
def test_no_package(package, refuses, member, data) -> None:
    with refuses("E-PK-02"):
        recompute(rezipped(package, {member: data}, honest=member != MANIFEST))


def test_no_zip_and_another_format(package, tmp_path, refuses) -> None:
    path = tmp_path / "none.zip"
    path.write_bytes(b"PK nothing")
    with refuses("E-PK-02"):
        recompute(path)
    told = json.loads(zipfile.ZipFile(package).read(MANIFEST)) | {"format": 99}
    with refuses("E-PK-04"):
        recompute(rezipped(package, {MANIFEST: json.dumps(told).encode()}, honest=False))


def test_unsafe_names_and_bombs(package, refuses) -> None:
    with refuses("E-UP-10"):
        recompute(rezipped(package, {"../evil.csv": b"x"}))
    out = package.with_name("bomb.zip")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"0" * (100 << 20))
    with refuses("E-UP-13"):
        recompute(out)


def test_bytes_that_belong_to_no_member_are_refused(package, tmp_path, refuses) -> None:
    """A reader of zips passes over what stands before, between and behind the members."""
    data = package.read_bytes()
    with zipfile.ZipFile(package) as archive:
        directory = archive.start_dir
    other = tmp_path / "other.zip"
    for spoilt in (data + b"more", b"more" + data, data[:directory] + b"more" + data[directory:]):
        other.write_bytes(spoilt)
        with refuses("E-PK-06"):
            recompute(other)
    with zipfile.ZipFile(other, "w") as archive, zipfile.ZipFile(package) as held:
        for name in held.namelist():
            archive.writestr(name, held.read(name))
        archive.comment = b"a remark"
    with refuses("E-PK-06"):
        recompute(other)

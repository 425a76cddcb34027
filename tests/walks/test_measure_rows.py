"""``qingshan measure run`` on a Parquet file: in pieces, with the answer of the whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from qingshan.config.cli import app
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.runfile import kept_run
from qingshan.core.kernel.period import Period

WORDS = (
    "--from", "2016-01-01", "--to", "2020-12-31", "--as-of", "2026-07-01", "--option", "risk=10",
)  # fmt: skip
ASKED = {
    "method": "gz_ticket_v1",
    "period": Period.inclusive(date(2016, 1, 1), date(2020, 12, 31)),
    "as_of": date(2026, 7, 1),
    "options": {"risk": "10"},
}


def qingshan(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(each) for each in arguments])


@pytest.fixture
def frame() -> pl.DataFrame:
    random = np.random.default_rng(7)
    count = 3_000
    earlier = random.uniform(20, 90, count).round(1)
    return pl.DataFrame(
        {
            "compartment": [f"520122-{number:06d}" for number in range(count)],
            "group": np.array(["杉木", "马尾松", "柏木"])[random.integers(0, 3, count)],
            "area_ha": random.uniform(0.5, 30, count).round(4),
            "volume_t1_m3_ha": earlier,
            "volume_t2_m3_ha": earlier + random.uniform(5, 30, count).round(1),
        }
    )


@pytest.mark.parametrize("shuffled", [False, True])
def test_the_answer_is_that_of_the_whole_frame(frame, tmp_path: Path, shuffled: bool) -> None:
    path, out = tmp_path / "list.parquet", tmp_path / "run.parquet"
    given = frame.sample(fraction=1.0, shuffle=True, seed=2) if shuffled else frame
    given.write_parquet(path, row_group_size=500)
    ran = qingshan("measure", "run", path, *WORDS, "--out", out, "--json")
    assert ran.exit_code == 0, ran.stderr
    whole = measure(frame, **ASKED)
    assert json.loads(ran.stdout) == whole.as_dict() | {"out": str(out)}
    assert kept_run(out).digest == whole.digest
    assert not ran.stderr, "no bar where nobody looks at a terminal"


def test_people_read_the_same_lines(frame, tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    frame.write_parquet(path)
    ran = qingshan("measure", "run", path, *WORDS, "--lang", "en")
    assert ran.exit_code == 0, ran.stderr
    assert "3,000" in ran.stdout
    assert measure(frame, **ASKED).digest in ran.stdout
    assert all(name in ran.stdout for name in ("杉木", "马尾松", "柏木"))


def test_what_cannot_be_measured_is_refused_and_leaves_no_file(frame, tmp_path: Path) -> None:
    path, out = tmp_path / "list.parquet", tmp_path / "run.parquet"
    for wrong in (
        frame.drop("compartment"),
        frame.drop("group", "area_ha"),
        frame.with_columns(pl.col("area_ha").cast(pl.String)),
        pl.concat([frame, frame.tail(1)]),
        frame.with_columns(
            area_ha=pl.when(pl.col("compartment") == "520122-002999")
            .then(-1.0)
            .otherwise(pl.col("area_ha"))
        ),
    ):
        wrong.write_parquet(path, row_group_size=500)
        ran = qingshan("measure", "run", path, *WORDS, "--out", out, "--json")
        assert ran.exit_code == 1, ran.stdout
        assert {each["code"] for each in json.loads(ran.stdout)["refusals"]} == {"E-CA-08"}
        assert sorted(tmp_path.iterdir()) == [path]
    path.write_bytes(b"PAR1")
    ran = qingshan("measure", "run", path, *WORDS)
    assert (ran.exit_code, "E-CA-08" in ran.stderr) == (1, True)
    assert qingshan("measure", "run", tmp_path / "none.parquet", *WORDS).exit_code == 2

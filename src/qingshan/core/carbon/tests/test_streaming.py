"""A file measured chunk by chunk is the run of the whole frame, whatever chunks and order."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from qingshan.core.carbon.asked import Asked
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.runfile import kept_run
from qingshan.core.carbon.streaming import measure_file
from qingshan.core.kernel.period import Period

ASKED = {
    "method": "gz_ticket_v1",
    "period": Period.inclusive(date(2016, 1, 1), date(2020, 12, 31)),
    "as_of": date(2026, 7, 1),
}
OPTIONS = {"relative_error": "12", "risk": "10"}


@pytest.fixture
def frame(stands) -> pl.DataFrame:
    whole = stands(5_000)
    earlier = np.random.default_rng(3).uniform(0.5, 30.0, 5_000).round(4)
    area_t1 = pl.Series("area_t1_ha", [None if e < 5 else e for e in earlier], dtype=pl.Float64)
    return whole.with_columns(area_t1)


@pytest.mark.parametrize("rows", [97, 1_000, 10_000])
@pytest.mark.parametrize("shuffled", [False, True])
def test_chunks_and_order_do_not_matter(frame, tmp_path, rows, shuffled) -> None:
    path = tmp_path / "stands.parquet"
    given = frame.sample(fraction=1.0, shuffle=True, seed=1) if shuffled else frame
    given.write_parquet(path, row_group_size=700)
    whole = measure(frame, options=OPTIONS, **ASKED)
    found = measure_file(path, Asked(**ASKED, options=OPTIONS), rows=rows)
    assert (found.removal, found.gross, found.count) == (whole.removal, whole.gross, 5_000)
    assert dict(found.digests) == dict(whole.digests)
    assert found.digest == whole.digest
    assert found.as_dict() == whole.as_dict()
    stocks = ["carbon_t1_tc", "carbon_t2_tc"]
    assert found.by_group.drop(stocks).equals(whole.by_group.drop(stocks))


def test_the_kept_run_is_the_same(frame, tmp_path) -> None:
    path, out = tmp_path / "stands.parquet", tmp_path / "run.parquet"
    frame.write_parquet(path)
    seen = []
    found = measure_file(
        path,
        Asked(**ASKED, options=OPTIONS),
        rows=1_000,
        out=out,
        tell=lambda *each: seen.append(each),
    )
    back = kept_run(out)
    assert back.digest == found.digest
    assert back.removal == found.removal
    assert seen[-1] == (5_000, 5_000)


def test_what_is_refused_does_not_depend_on_the_chunks(frame, tmp_path, refuses) -> None:
    path = tmp_path / "stands.parquet"
    frame.with_columns(volume_t2_m3_ha=pl.col("volume_t1_m3_ha") + 600).write_parquet(path)
    for rows in (500, 50_000):
        with refuses("E-CA-04"):
            measure_file(path, Asked(**ASKED, options=OPTIONS), rows=rows)
    allowed = OPTIONS | {"allow_yield": "复核过"}
    found = measure_file(path, Asked(**ASKED, options=allowed), rows=500)
    whole = measure(pl.read_parquet(path), options=allowed, **ASKED)
    assert found.as_dict() == whole.as_dict()
    assert "yield-allowed" in {note.code for note in found.notes}


def test_repeated_keys_over_a_border_and_files_that_are_none(frame, tmp_path, refuses) -> None:
    path = tmp_path / "stands.parquet"
    pl.concat([frame.head(100), frame.slice(99, 100)]).write_parquet(path)
    with refuses("E-CA-08"):
        measure_file(path, Asked(**ASKED), rows=100)
    path.write_bytes(b"nothing")
    with refuses("E-CA-08"):
        measure_file(path, Asked(**ASKED))
    frame.drop("compartment").write_parquet(path)
    with refuses("E-CA-08"):
        measure_file(path, Asked(**ASKED))
    frame.head(0).write_parquet(path)
    with refuses("E-CA-08"):
        measure_file(path, Asked(**ASKED))
    with refuses("E-CA-02"):
        measure_file(path, Asked(**ASKED, options={"risk": "200"}))

"""A kept run is the run, and a file that was touched is found out."""

from __future__ import annotations

import polars as pl
import pyarrow.parquet as pq
import pytest

from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.run import replay
from qingshan.core.carbon.runfile import keep_run, kept_run


@pytest.fixture
def run(stands, measured):
    return measured(stands(60).reverse(), relative_error="15", risk="10")


def test_there_and_back(run, tmp_path, stands):
    path = tmp_path / "run.parquet"
    keep_run(run, path)
    back = kept_run(path)
    assert back.digest == run.digest
    assert back.as_dict() == run.as_dict()
    texts = pl.col("group", "group_t1").cast(pl.String)
    assert back.frame.with_columns(texts).equals(run.frame.with_columns(texts))
    assert replay(stands(60), back).is_equal
    key = run.frame["compartment"][0]
    assert explain(back, f"compartment:{key}").as_dict() == (
        explain(run, f"compartment:{key}").as_dict()
    )


def test_a_touched_file(run, tmp_path, refuses):
    path = tmp_path / "run.parquet"
    keep_run(run, path)
    table = pq.read_table(path)
    frame = pl.from_arrow(table)
    more = frame.with_columns(pl.col("removal_unit") + 1).to_arrow()
    pq.write_table(more.replace_schema_metadata(table.schema.metadata), path)
    with refuses("E-CA-06"):
        kept_run(path)


@pytest.mark.parametrize("old", [b'"2026-07-01"', b'"relative_error": "15"'])
def test_a_touched_record(run, tmp_path, refuses, old):
    path = tmp_path / "run.parquet"
    keep_run(run, path)
    table = pq.read_table(path)
    words = table.schema.metadata[b"qingshan_run"]
    assert old in words
    new = old.replace(b"15", b"14").replace(b"2026", b"2025")
    pq.write_table(table.replace_schema_metadata({b"qingshan_run": words.replace(old, new)}), path)
    with refuses("E-CA-06"):
        kept_run(path)


def test_no_run_file(tmp_path, refuses, stands):
    path = tmp_path / "run.parquet"
    path.write_bytes(b"nothing")
    with refuses("E-CA-06"):
        kept_run(path)
    stands(3).write_parquet(path)
    with refuses("E-CA-06"):
        kept_run(path)

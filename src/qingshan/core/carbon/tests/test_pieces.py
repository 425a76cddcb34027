"""A column has one digest, in however many pieces it comes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.carbon.frames import column_digests
from qingshan.core.carbon.pieces import ColumnDigest

NAMES = ["杉木", "柏木", "栎类", "马尾松"]
NULLS = {"b"}


def frame(count: int) -> pl.DataFrame:
    random = np.random.default_rng(count)
    values = random.uniform(-1, 1, count).round(1)
    return pl.DataFrame(
        {
            "a": values * random.integers(0, 2, count),
            "b": pl.Series([None if each < 0 else each for each in values], dtype=pl.Float64),
            "i": random.integers(-(2**40), 2**40, count),
            "t": [f"小班-{'x' * int(n)}" for n in random.integers(0, 5, count)],
            "e": pl.Series([NAMES[n] for n in random.integers(0, 4, count)]).cast(
                pl.Enum(NAMES[::-1])
            ),
        }
    )


def in_pieces(whole: pl.DataFrame, cuts: list[int]) -> dict[str, str]:
    digests = {name: ColumnDigest(name, has_nulls=name in NULLS) for name in whole.columns}
    edges = [0, *sorted(cut % (len(whole) + 1) for cut in cuts), len(whole)]
    for first, last in pairwise(edges):
        for name, digest in digests.items():
            digest.add(whole[name].slice(first, last - first))
    return {name: digest.hexdigest() for name, digest in digests.items()}


@given(st.integers(1, 60), st.lists(st.integers(0, 60), max_size=6))
def test_pieces_do_not_matter(count: int, cuts: list[int]) -> None:
    whole = frame(count)
    assert in_pieces(whole, cuts) == column_digests(whole, tuple(whole.columns))


def test_a_category_in_pieces_of_other_lists_of_names() -> None:
    one = pl.Series("e", ["杉木", "栎类"]).cast(pl.Enum(["栎类", "杉木"]))
    two = pl.Series("e", ["柏木"]).cast(pl.Enum(["柏木"]))
    digest = ColumnDigest("e")
    digest.add(one)
    digest.add(two)
    whole = pl.DataFrame({"e": pl.Series(["杉木", "栎类", "柏木"]).cast(pl.Enum(NAMES))})
    assert digest.hexdigest() == column_digests(whole, ("e",))["e"]


def test_another_value_is_another_digest() -> None:
    whole = frame(20)
    changed = whole.with_columns(pl.col("a") + 1)
    assert in_pieces(changed, [7])["a"] != in_pieces(whole, [7])["a"]


def test_a_null_that_was_not_announced_is_our_own_fault() -> None:
    with pytest.raises(AssertionError):
        ColumnDigest("b").add(pl.Series("b", [1.0, None]))

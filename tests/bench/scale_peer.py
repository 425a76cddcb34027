"""The same removals by pandas as an analyst writes them; runs in its own environment.

Over whole columns: the file read, checked as the engine checks it, parameters merged by group for
both dates, the same arithmetic and rounding, and the digests of the same columns over the same
bytes, so that both must come to the same digests. And row by row, on the first rows only.
"""

from __future__ import annotations

import hashlib
import json
import sys
from time import perf_counter

import numpy as np
import pandas as pd

CO2_PER_C = 44.0 / 12.0
ROW_BY_ROW = 50_000
KEY = "compartment"
GROUPS = ["group", "group_t1"]
NUMBERS = ["area_ha", "area_t1_ha", "volume_t1_m3_ha", "volume_t2_m3_ha", "emission_t"]
INPUTS = [KEY, *GROUPS, *NUMBERS]
UNITS = ["gross_unit", "removal_unit"]


def main(path: str, parameters: str, risk: str) -> None:
    """Print seconds, totals and digests."""
    table = pd.DataFrame(json.loads(parameters)).rename_axis("group").reset_index()
    table["factor"] = table["svd"] * table["bef"] * (1.0 + table["rsr"]) * table["cf"]
    table = table[["group", "factor"]]
    keep = 1.0 - float(risk) / 100.0

    start = perf_counter()
    frame = checked(pd.read_parquet(path), table)
    frame = measured(frame, table, keep)
    columns = perf_counter() - start
    digests = {name: digest(frame[name]) for name in (*INPUTS, *UNITS)}
    whole = perf_counter() - start

    few = frame.head(ROW_BY_ROW)
    by_group = dict(zip(table["group"], table["factor"], strict=True))
    start = perf_counter()
    rows = few.apply(lambda row: one(row, by_group, keep), axis=1)
    by_row = (perf_counter() - start) * len(frame) / len(few)
    assert rows.sum() == few["removal_unit"].sum()
    told = {
        "whole": whole,
        "columns": columns,
        "row_by_row": by_row,
        "removal": int(frame["removal_unit"].sum()),
        "inputs": of_columns(len(frame), digests, INPUTS),
        "result": of_columns(len(frame), digests, [KEY, *UNITS]),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def checked(frame: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """What the engine refuses is refused here: unknown values, ranges, keys, groups."""
    required = frame[[name for name in INPUTS if name != "area_t1_ha"]]
    if required.isna().any().any():
        raise ValueError("unknown values")
    for name in NUMBERS:
        values = frame[name].dropna()
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError(f"{name} is out of range")
    if (frame["area_ha"] <= 0).any():
        raise ValueError("an area of nothing")
    if not frame[KEY].is_monotonic_increasing:
        frame = frame.sort_values(KEY)
    if frame[KEY].duplicated().any():
        raise ValueError("keys are repeated")
    for name in GROUPS:
        frame[name] = frame[name].astype("category")
        if not set(frame[name].cat.categories) <= set(table["group"]):
            raise ValueError("a group without parameters")
    return frame


def measured(frame: pd.DataFrame, table: pd.DataFrame, keep: float) -> pd.DataFrame:
    """The rows with their integers, gross and after the deduction for risk."""
    frame = frame.merge(table, on="group", how="left")
    earlier = table.rename(columns={"group": "group_t1", "factor": "factor_t1"})
    frame = frame.merge(earlier, on="group_t1", how="left")
    area = np.fmin(frame["area_ha"], frame["area_t1_ha"])
    larger = np.maximum(frame["factor"], frame["factor_t1"])
    first = area * frame["volume_t1_m3_ha"] * larger
    second = area * frame["volume_t2_m3_ha"] * frame["factor"]
    gross = (second - first) * CO2_PER_C - frame["emission_t"]
    net = gross * np.where(gross >= 0.0, keep, 1.0)
    return frame.assign(
        gross_unit=np.rint(gross * 10_000.0).astype(np.int64),
        removal_unit=np.rint(net * 10_000.0).astype(np.int64),
    )


def digest(column: pd.Series) -> str:
    """SHA-256 of a column as the engine publishes it: name, kind, then the bytes of all rows."""
    hasher = hashlib.sha256()
    if column.name == KEY:
        texts = [text.encode() for text in column]
        hasher.update(f"{column.name}:text:".encode())
        hasher.update(np.array([len(text) for text in texts], dtype="<u4").tobytes())
        hasher.update(b"".join(texts))
    elif column.name in GROUPS:
        coded = pd.Categorical(column.astype(str))
        names = json.dumps(coded.categories.tolist(), ensure_ascii=False, separators=(",", ":"))
        hasher.update(f"{column.name}:category:".encode())
        hasher.update(hashlib.sha256(names.encode()).hexdigest().encode())
        hasher.update((coded.codes + 1).astype("<u4").tobytes())
    else:
        is_float = column.dtype.kind == "f"
        hasher.update(f"{column.name}:{'float' if is_float else 'integer'}:".encode())
        if column.isna().any():
            hasher.update(np.packbits(column.isna()).tobytes())
        plain = column.fillna(0.0) + 0.0 if is_float else column
        hasher.update(plain.to_numpy().astype("<f8" if is_float else "<i8").tobytes())
    return hasher.hexdigest()


def of_columns(count: int, digests: dict[str, str], names: list[str]) -> str:
    """One digest over those of columns."""
    parts = [f"rows {count}", *(digests[name] for name in names)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def one(row: pd.Series, by_group: dict[str, float], keep: float) -> int:
    """The integer of one row."""
    factor, earlier = by_group[str(row["group"])], by_group[str(row["group_t1"])]
    area = min(row["area_ha"], row["area_t1_ha"])
    first = area * row["volume_t1_m3_ha"] * max(factor, earlier)
    gross = (area * row["volume_t2_m3_ha"] * factor - first) * CO2_PER_C - row["emission_t"]
    return round(gross * (keep if gross >= 0 else 1.0) * 10_000.0)


if __name__ == "__main__":
    main(*sys.argv[1:])

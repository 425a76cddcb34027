"""A person with a share, as an act carries it: surname to show, the rest sealed."""

from __future__ import annotations

import unicodedata
from typing import Any

import polars as pl

from qingshan.apps.parties.sealing import seal_fields


def share(name: str, kg: int, mobile: str = "") -> dict[str, Any]:
    """One share; the same name and mobile give the same seal, by which nobody comes twice."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return {
        "shown": plain[:1] + "某" * max(min(len(plain), 8) - 1, 1),
        "sealed": seal_fields({"name": plain, "mobile": mobile.strip()}),
        "kg": kg,
    }


def shares_in(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The shares of a list that was found good."""
    return [
        share(str(row["name"]), int(row["carbon_kg"]), str(row["mobile"] or ""))
        for row in rows.iter_rows(named=True)
    ]

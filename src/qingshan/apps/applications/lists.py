"""The list of households: from a file or typed, checked by the same rules, kept encrypted."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from qingshan.apps.applications.attachments import opened
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.reads import attachment
from qingshan.apps.base.frame import say
from qingshan.core.doctor.lists import ListAnswer, Whole, check_list_confined
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.identity import masked

FIELDS = (
    ("head_name", "户主"),
    ("resident_id", "身份证号"),
    ("area_mu", "面积(亩)"),
    ("share", "份额(%)"),
    ("bank_card", "银行卡号"),
    ("mobile", "手机号"),
    ("compartment", "小班号"),
)
"""Columns in which typed rows are checked: their field, and the header that the list has."""

Row = dict[str, str]


KEPT = Label("分户清单", "list of households")
"""What the place of a mistake is called in rows that come from no file."""


def check_file(path: Path, draft: Draft, as_of: date, language: str) -> ListAnswer:
    """A list as it was sent, held against the land of the draft."""
    return check_list_confined(
        path, "households", as_of=as_of, whole=whole_of(draft), language=language
    )


def check_rows(rows: Sequence[Mapping[str, str]], draft: Draft, as_of: date) -> ListAnswer:
    """Rows as typed or as kept, held against the land of the draft; row 1 is the header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([header for _, header in FIELDS])
    writer.writerows([[row.get(name, "") for name, _ in FIELDS] for row in rows])
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / f"{say(KEPT)}.csv"
        path.write_text(buffer.getvalue(), encoding="utf-8-sig")
        return check_file(path, draft, as_of, "zh")


def whole_of(draft: Draft) -> Whole:
    """What the households share out: the stated area of the land, and of its sub-compartments."""
    land = attachment(draft, "land")
    if land is None:
        return Whole(keeps_rows=True)
    plots = {number: float(area) for number, area in land.facts["plots_mu"].items()}
    return Whole(float(land.facts["area_mu"]), plots, keeps_rows=True)


def rows_of(draft: Draft) -> list[Row]:
    """The households of a draft, in full."""
    kept = attachment(draft, "households")
    return [] if kept is None else list(json.loads(opened(kept)))


def as_rows(answer: ListAnswer) -> list[Row]:
    """The rows of a good list as they are kept: texts, shares in per cent."""
    assert answer.rows is not None, "only a good list has rows"
    return [
        {
            **{name: str(row.get(name) or "") for name, _ in FIELDS if name != "share"},
            "area_mu": _plain(row["area_mu"]),
            "share": _plain(Decimal(row["share_basis_points"]).scaleb(-2)),
        }
        for row in answer.rows.iter_rows(named=True)
    ]


def packed(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as bytes, ready to be encrypted."""
    return json.dumps([dict(row) for row in rows], ensure_ascii=False).encode()


def shown_rows(rows: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The rows as a page may show them: surname only, numbers masked."""
    return [
        {
            "number": number,
            "name": masked_name(row["head_name"]),
            "resident_id": masked(row["resident_id"]),
            "area_mu": row["area_mu"],
            "share": row["share"],
            "bank_card": masked(row["bank_card"]),
            "compartment": row.get("compartment", ""),
        }
        for number, row in enumerate(rows, 1)
    ]


def masked_name(name: str) -> str:
    """A person's name as others may read it: the surname only."""
    return name[:1] + "某" * max(len(name) - 1, 1)


def _plain(value: Any) -> str:
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

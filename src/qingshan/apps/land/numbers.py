"""The numbers by which foresters know a piece of ground, as a survey file tells them."""

from __future__ import annotations

from datetime import date

import polars as pl

from qingshan.core.carbon.parameters import reference_books
from qingshan.core.carbon.reading import blank, text
from qingshan.core.carbon.schema import find_column
from qingshan.core.tables.shelf import open_shelf

TOLD = {
    "township": "XIANG",
    "village": "CUN",
    "forest_block": "LIN_BAN",
    "number": "XIAO_BAN",
    "land_tenure": "LD_QS",
    "tree_tenure": "LMSYQ",
    "forest_category": "SEN_LIN_LB",
    "public_benefit_grade": "SHI_QUAN_D",
}
"""Our columns and the field codes of the standard (公益林数据规范) that fill them."""

_WIDEST = {"land_tenure": 20, "tree_tenure": 20, "forest_category": 20, "public_benefit_grade": 20}
_WIDE = 40


def told_fields(frame: pl.DataFrame, as_of: date) -> list[dict[str, str]]:
    """For each row of a survey what it says of numbers, tenure and grade; empty where silent.

    Columns are found by their codes or Chinese names, whatever case; values stay as written, cut
    to the width of the register.
    """
    aliases = reference_books(open_shelf(), as_of).key_aliases
    columns = {}
    for name, code in TOLD.items():
        found = find_column(frame.columns, (code, *aliases.get(code, ())))
        values = blank(len(frame), pl.String) if found is None else text(frame[found])
        columns[name] = values.fill_null("").str.slice(0, _WIDEST.get(name, _WIDE))
    return pl.DataFrame(columns).to_dicts()

"""What a method is given: its columns, complete and sound, in the canonical order of the keys."""

from __future__ import annotations

import numpy as np
import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.catalogue import Method
from qingshan.core.carbon.frames import categories, in_order, repeats_key
from qingshan.core.carbon.specification import Quantity
from qingshan.core.kernel.errors import Refusal, refuse_all

KEY = "compartment"


def checked(frame: pl.DataFrame, method: Method) -> pl.DataFrame:
    """The method's inputs, complete; optional columns that are absent are filled in."""
    wrong: list[Refusal] = []

    def refuse(zh: str, en: str) -> None:
        facts = {"finding_zh": zh, "finding_en": en, "method": method.spec.id}
        wrong.append(Refusal(codes.METHOD_NEEDS, "", facts))

    optional = {"area_t1_ha": pl.lit(None, pl.Float64), "emission_t": pl.lit(0.0)}
    optional |= {"group_t1": pl.col("group"), "level": pl.lit("species")}
    if not len(frame):
        refuse("没有小班", "there is no sub-compartment")
    missing = [name for name in optional if name not in frame.columns]
    names = [q.name for q in method.spec.inputs if q.name not in optional]
    absent = [name for name in names if name not in frame.columns]
    for name in absent:
        refuse(f"缺少 {name}", f"{name} is absent")
    refuse_all(wrong)
    frame = frame.with_columns(optional[name].alias(name) for name in missing)
    for quantity in method.spec.inputs:
        column = frame[quantity.name]
        if quantity.is_required and column.null_count():
            refuse(f"{quantity.name} 有空值", f"{quantity.name} has unknown values")
        if (
            quantity.kind == "number"
            and not column.dtype.is_numeric()
            and not column.is_null().all()
        ):
            refuse(f"{quantity.name} 不是数", f"{quantity.name} is no number")
        elif quantity.kind == "number" and not _is_sound(column, quantity):
            refuse(
                f"{quantity.name} 有超出范围的值或非数",
                f"{quantity.name} is out of range or no number",
            )
    frame = in_order(frame, KEY)
    if repeats_key(frame, KEY):
        refuse("小班编号重复", "keys are repeated")
    refuse_all(wrong)
    return frame


def with_groups(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Group columns as categories, and the groups that occur, in order of name."""
    names = ("group", "group_t1")
    kinds = {frame[name].dtype for name in names}
    if len(kinds) > 1 or not isinstance(next(iter(kinds)), pl.Enum):
        texts = [frame[name].cast(pl.String) for name in names]
        found = pl.concat([text.unique() for text in texts]).unique().sort()
        frame = frame.with_columns(text.cast(pl.Enum(found)) for text in texts)
    occurring = pl.concat(
        [pl.Series(categories(frame[name])[0], dtype=pl.String) for name in names]
    )
    return frame, occurring.unique().sort().to_list()


def _is_sound(column: pl.Series, quantity: Quantity) -> bool:
    values = column.cast(pl.Float64).drop_nulls().to_numpy()
    if not np.isfinite(values).all():
        return False
    if quantity.is_positive and (values <= 0).any():
        return False
    return quantity.low is None or bool((values >= quantity.low).all())

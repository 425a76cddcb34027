"""What a method is given: its columns, complete and sound, in the canonical order of the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.frames import names_in, rises
from qingshan.core.carbon.graph import Plan
from qingshan.core.carbon.specification import Layer, Quantity
from qingshan.core.kernel.errors import Refusal, refuse_all

KEY = "compartment"
LAYER = "layer"


def checked(
    frame: pl.DataFrame, plan: Plan, admitted: Mapping[str, Layer]
) -> tuple[pl.DataFrame, bool]:
    """The columns that the plan takes, complete and in order of the key; whether they came so.

    What is absent and has a default is filled in.

    Raises
    ------
    Refused
        E-CA-08 for inputs that do not fit, E-CA-10 for layers that the options do not admit.
    """
    wrong: list[Refusal] = []

    def refuse(zh: str, en: str) -> None:
        facts = {"finding_zh": zh, "finding_en": en, "method": plan.spec.id}
        wrong.append(Refusal(codes.METHOD_NEEDS, "", facts))

    if not len(frame):
        refuse("没有小班", "there is no sub-compartment")
    held = _layers(frame, plan)
    wrong += _outside(held, plan, admitted)
    refuse_all(wrong)
    pools = {code: layer.pool for code, layer in admitted.items()}
    for quantity in plan.inputs:
        asked = _is_asked(quantity, {pools[code] for code in held})
        if quantity.name not in frame.columns and asked and not quantity.may_be_absent:
            refuse(f"缺少 {quantity.name}", f"{quantity.name} is absent")
    refuse_all(wrong)
    frame = frame.with_columns(_column(q, frame, pools, held) for q in plan.inputs)
    for quantity in plan.inputs:
        for zh, en in _faults(frame[quantity.name], quantity):
            refuse(f"{quantity.name} {zh}", f"{quantity.name} {en}")
    was_in_order = rises(frame[KEY])
    frame = frame if was_in_order else frame.sort(KEY)
    if not was_in_order and not rises(frame[KEY]):
        refuse("小班编号重复", "keys are repeated")
    refuse_all(wrong)
    return frame, was_in_order


def with_groups(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Group columns as categories of one list of names."""
    kinds = {frame[name].dtype for name in columns}
    if len(kinds) > 1 or not isinstance(next(iter(kinds)), pl.Enum):
        texts = [frame[name].cast(pl.String) for name in columns]
        found = pl.concat([text.unique() for text in texts]).unique().sort()
        frame = frame.with_columns(text.cast(pl.Enum(found)) for text in texts)
    return frame


def pools_of_groups(
    frame: pl.DataFrame, columns: tuple[str, ...], plan: Plan, admitted: Mapping[str, Layer]
) -> dict[str, set[str]]:
    """The groups that occur, in order of name, each with the pools of the rows it stands on."""
    if LAYER not in plan.columns:
        (pool,) = {layer.pool for layer in admitted.values()}
        names = {name for column in columns for name in names_in(frame[column])}
        return {name: {pool} for name in sorted(names)}
    pools: dict[str, set[str]] = {}
    pairs = [frame.select(LAYER, group=pl.col(column).cast(pl.String)) for column in columns]
    for layer, group in pl.concat([pair.unique() for pair in pairs]).unique().sort("group").rows():
        pools.setdefault(group, set()).add(admitted[layer].pool)
    return pools


def _layers(frame: pl.DataFrame, plan: Plan) -> list[str]:
    """The layers that occur; those of the method's own first layer where the frame names none."""
    if LAYER not in frame.columns:
        return [plan.spec.kinds[0].code]
    return sorted(str(code) for code in frame[LAYER].unique().to_list())


def _outside(held: list[str], plan: Plan, admitted: Mapping[str, Layer]) -> list[Refusal]:
    every = {layer.code: layer for layer in plan.spec.kinds}
    return [
        Refusal(
            codes.LAYER_NOT_COUNTED,
            code,
            {
                "layer_zh": every[code].label.zh if code in every else code,
                "layer_en": every[code].label.en if code in every else code,
                "option": every[code].option if code in every else "—",
                "method": plan.spec.id,
            },
        )
        for code in held
        if code not in admitted
    ]


def _is_asked(quantity: Quantity, pools: set[str]) -> bool:
    return not quantity.layers or bool(pools & set(quantity.layers))


def _column(
    quantity: Quantity, frame: pl.DataFrame, pools: Mapping[str, str], held: list[str]
) -> pl.Expr:
    """The column as the method takes it: filled in where absent, nothing in other layers."""
    name, numeric = quantity.name, quantity.kind == "number"
    empty = 0.0 if numeric and quantity.layers else quantity.default
    if name == LAYER and LAYER not in frame.columns:
        return pl.lit(held[0]).alias(name)
    if name not in frame.columns:
        filled = pl.lit(empty, pl.Float64 if numeric else pl.String)
        given = pl.col(quantity.same_as) if quantity.same_as else filled
        return given.alias(name)
    dtype = frame[name].dtype
    is_figure = numeric and (dtype.is_numeric() or dtype == pl.Null())
    given = pl.col(name).cast(pl.Float64) if is_figure else pl.col(name)
    if quantity.layers and not all(pools[code] in quantity.layers for code in held):
        counted = [code for code in held if pools[code] in quantity.layers]
        given = pl.when(pl.col(LAYER).is_in(counted)).then(given).otherwise(pl.lit(empty))
    return given.alias(name)


def _faults(column: pl.Series, quantity: Quantity) -> Iterator[tuple[str, str]]:
    if quantity.is_required and column.null_count():
        yield "有空值", "has unknown values"
    if quantity.kind != "number":
        return
    if not column.dtype.is_numeric() and not column.is_null().all():
        yield "不是数", "is no number"
    elif not _is_sound(column, quantity):
        yield "有超出范围的值或非数", "is out of range or no number"


def _is_sound(column: pl.Series, quantity: Quantity) -> bool:
    held = column.drop_nulls() if column.null_count() else column
    values = held.cast(pl.Float64).to_numpy()
    if not len(values):
        return True
    low, high = values.min(), values.max()  # either is no number where any value is none
    if not (np.isfinite(low) and np.isfinite(high)) or (quantity.is_positive and low <= 0):
        return False
    least, most = (quantity.low, quantity.high)
    return bool((least is None or low >= least) and (most is None or high <= most))

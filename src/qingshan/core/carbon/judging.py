"""What stands between a figure and its credit: rules of applicability, and how sure values are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.deduction import Deduction
from qingshan.core.carbon.graph import Plan, holds
from qingshan.core.carbon.inputs import KEY, LAYER
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.options import Settled
from qingshan.core.carbon.parameters import read
from qingshan.core.carbon.specification import Rule
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

LISTED_EACH = 200
"""Sub-compartments named for one rule; the rest is a count in the last of them."""

RELATIONS = {"at least": Label("不小于", "at least"), "below": Label("小于", "below")}


def rules_kept(
    frame: pl.DataFrame, plan: Plan, settled: Settled, shelf: Shelf, as_of: date
) -> None:
    """Hold every sub-compartment against the method's rules in force.

    Raises
    ------
    Refused
        E-CA-11 for each sub-compartment that does not keep one, or whose value is unknown.
    """
    wrong: list[Refusal] = []
    for rule in plan.spec.rules:
        if holds(rule.when, settled):
            limit = read(rule.limit, settled, shelf, as_of)
            wrong += _broken(frame, plan, rule, limit)
    refuse_all(wrong)


def low_confidence(
    values: Mapping[str, Value], deducted: tuple[Deduction, ...], settled: Settled
) -> list[Note]:
    """A note on every value of low confidence that a named person passed, with the reason.

    Raises
    ------
    Refused
        E-CA-05 for each such value when nobody did.
    """
    low = {name: value.source.title for name, value in values.items() if value.confidence == "L"}
    for each in deducted:
        if each.source.get("confidence") == "L":
            low[each.label.zh] = each.source["source"]["title"]
    if not low:
        return []
    by, reason = settled.get("override_by"), settled.get("override_reason")
    if not by:
        refuse_all(
            Refusal(codes.CONFIDENCE_LOW, name, {"parameter": name, "source": title})
            for name, title in low.items()
        )
    names = "、".join(low)
    told = Label(
        f"可信度 L 的参数（{names}）由 {by} 放行，理由：{reason}。",
        f"Parameters of confidence L ({names}) were passed by {by}: {reason}.",
    )
    return [Note("low-confidence-passed", "warn", told)]


def _broken(frame: pl.DataFrame, plan: Plan, rule: Rule, limit: Value) -> list[Refusal]:
    values = frame[rule.quantity].cast(pl.Float64).fill_null(np.nan).to_numpy() * rule.per_unit
    is_least = rule.relation == "at least"
    kept = values >= limit.number if is_least else values < limit.number
    if rule.layers and LAYER in frame.columns:
        pools = {layer.code: layer.pool for layer in plan.spec.kinds}
        asked = [code for code, pool in pools.items() if pool in rule.layers]
        kept |= ~frame[LAYER].is_in(asked).to_numpy()
    where = np.flatnonzero(~kept)
    relation = RELATIONS[rule.relation]
    facts = {
        "rule_zh": rule.label.zh,
        "rule_en": rule.label.en,
        "limit": f"{limit.value_text} {limit.unit}".removesuffix(" 1"),
        "relation_zh": relation.zh,
        "relation_en": relation.en,
        "method": plan.spec.id,
        "count": f"{len(where):,}",
    }
    return [
        Refusal(
            codes.RULE_BROKEN,
            Label(f"小班 {frame[KEY][index]}", f"sub-compartment {frame[KEY][index]}"),
            {**facts, "value": "—" if np.isnan(values[index]) else f"{values[index]:g}"},
        )
        for index in where[:LISTED_EACH].tolist()
    ]

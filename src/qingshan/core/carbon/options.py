"""The options of a run, checked against the method's list and settled to texts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.graph import holds
from qingshan.core.carbon.schema import nearest
from qingshan.core.carbon.specification import Option, Spec
from qingshan.core.kernel.errors import Refusal, refuse_all

Settled = dict[str, str | bool | None]


def settle(spec: Spec, given: Mapping[str, Any]) -> Settled:
    """Every option of the method with its value: numbers as decimal texts, absent ones as their
    default.

    Raises
    ------
    Refused
        E-CA-02 for each option that the method does not have or whose value it does not take.
    """
    wrong: list[Refusal] = []
    known = [option.name for option in spec.options]
    for name in given:
        if spec.option(name) is None:
            hint = nearest(name, known, 1)
            wrong.append(
                _wrong(
                    spec,
                    name,
                    (f"没有这个选项，最相近的是 {hint}", f"unknown; the nearest is {hint}"),
                )
            )
    settled: Settled = {}
    for option in spec.options:
        value = given.get(option.name)
        settled[option.name] = _plain(
            option, option.default if value is None else value, spec, wrong
        )
    wrong += _needed(spec, settled)
    refuse_all(wrong)
    return settled


def needed_by_pools(spec: Spec, settled: Settled, pools: set[str]) -> list[Refusal]:
    """E-CA-02 for each option without a value that the pools at hand need."""
    return [
        _wrong(
            spec,
            option.name,
            (
                f"有这类小班（{'、'.join(sorted(pools & set(option.pools)))}）时必须给出",
                f"needed where there is {', '.join(sorted(pools & set(option.pools)))}",
            ),
        )
        for option in spec.options
        if pools & set(option.pools) and settled.get(option.name) is None
    ]


def effect(option: Option, settled: Settled) -> float:
    """What an option counts as in a formula: its number, 1 for a flag; 0 out of force or unsaid."""
    value = settled.get(option.name)
    if not holds(option.when, settled) or value is None:
        return 0.0
    return float(value)


def _needed(spec: Spec, settled: Settled) -> list[Refusal]:
    """E-CA-02 for what is in force and unsaid, and for an override that lacks name or reason."""
    wrong = []
    for option in spec.options:
        if option.when is None or not option.is_needed or not holds(option.when, settled):
            continue
        if settled.get(option.name) is None:
            name, value = option.when
            told = (
                f"{name} 为 {value} 时必须给出{option.label.zh}",
                f"required with {name} “{value}”",
            )
            wrong.append(_wrong(spec, option.name, told))
    by, reason = settled.get("override_by"), settled.get("override_reason")
    if bool(by) != bool(reason):
        absent = "override_reason" if by else "override_by"
        told = (
            "放行低可信参数须同时写明姓名与理由",
            "passing parameters of low confidence needs a name and a reason",
        )
        wrong.append(_wrong(spec, absent, told))
    return wrong


def number(settled: Settled, name: str) -> Decimal | None:
    """A settled number, or None where nothing was said."""
    value = settled.get(name)
    return None if value is None else Decimal(str(value))


def _plain(option: Option, value: Any, spec: Spec, wrong: list[Refusal]) -> str | bool | None:
    if value is None:
        return None
    if option.kind == "flag":
        if not isinstance(value, bool):
            wrong.append(_wrong(spec, option.name, ("须为 true 或 false", "must be true or false")))
        return bool(value)
    if option.kind == "choice":
        if value not in option.choices:
            words = "、".join(option.choices)
            wrong.append(
                _wrong(spec, option.name, (f"须为 {words} 之一", f"must be one of {words}"))
            )
        return str(value)
    if option.kind == "text":
        return str(value).strip() or None
    return _number(option, value, spec, wrong)


def _number(option: Option, value: Any, spec: Spec, wrong: list[Refusal]) -> str | None:
    try:
        exact = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite():
        wrong.append(_wrong(spec, option.name, (f"“{value}”不是数", f"“{value}” is not a number")))
        return None
    low, high = option.low, option.high
    if (low is not None and exact < low) or (high is not None and exact > high):
        span = f"{low}–{high} {option.unit}"
        wrong.append(
            _wrong(spec, option.name, (f"{value} 不在 {span} 之间", f"{value} is not in {span}"))
        )
    return "0" if exact == 0 else format(exact.normalize(), "f")


def _wrong(spec: Spec, name: str, finding: tuple[str, str]) -> Refusal:
    known = "、".join(option.name for option in spec.options)
    facts = {"option": name, "finding_zh": finding[0], "finding_en": finding[1], "known": known}
    return Refusal(codes.OPTION_WRONG, name, facts)

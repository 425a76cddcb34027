"""Which rules the exchange may change, what their values may be, and what must fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.reads import announced_row, laid_over, open_rulebook
from qingshan.apps.rulebook.refusals import (
    RULE_FIXED,
    RULE_SOON,
    RULE_UNCHANGED,
    RULE_VALUE,
    RULES_APART,
)
from qingshan.apps.rulebook.words import OPTIONS, Rule, rules_in_force, unit_of
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.market.rules import amount_rule
from qingshan.core.tables.row import ANNOUNCED, Row

Changes = Sequence[tuple[str, str]]
"""Names of rules, each with its new value as the table writes it."""
_OF_OTHERS = {"shanghai-exchange-2021"}
"""Rules of another exchange, taken where this one has none of its own."""
_PARTS = {"%"}
"""Units of which a part may be meant; all others are counted in whole numbers."""
NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?")
"""How a number is written; none of the rules has one below zero."""
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_A_DAY = timedelta(days=1)
_BEFORE = Label("早于", "earlier than")
_UNTIL = Label("不晚于", "no later than")
_MOST = Label("不大于", "at most")
_IN_ORDER = (
    ("open_morning", "close_morning", _BEFORE),
    ("close_morning", "open_afternoon", _UNTIL),
    ("open_afternoon", "close_afternoon", _BEFORE),
    ("close_afternoon", "settle_from", _UNTIL),
    ("open_block", "close_block", _BEFORE),
    ("close_block", "settle_from", _UNTIL),
    ("position_report", "position_max", _MOST),
    ("block_min_qty", "listing_max_qty", _MOST),
)
"""What lies between two rules; without it orders of some hour or size could not be placed."""


def changeable(day: date) -> list[Rule]:
    """The rules in force on a day that are the exchange's own, in the order of the page."""
    return [rule for rule in rules_in_force(day) if is_own(rule.row)]


def is_own(row: Row) -> bool:
    """Whether no law or national rule fixes it."""
    return row.basis in {"set", ANNOUNCED} or row.source.id in _OF_OTHERS


def earliest(day: date) -> date:
    """The first day from which a change that is announced on ``day`` may hold."""
    return day + notice_days(day) * _A_DAY


def notice_days(day: date) -> int:
    """How many days ahead a change is announced."""
    return int(amount_rule("rule_notice_days", "d", shelf=open_rulebook(), as_of=day))


def bounds(row: Row) -> Label:
    """What the value may be, in the unit of the table."""
    if row.unit == "time":
        return Label("时刻，如 09:30", "a time such as 09:30")
    if row.unit == "text":
        words = OPTIONS[row.name].values()
        return Label("或".join(one.zh for one in words), " or ".join(one.en for one in words))
    kind = Label("整数", "a whole number")
    if row.unit in _PARTS:
        kind = Label("可有小数", "a number")
    if row.low is None or row.high is None:
        return Label(f"大于零，{kind.zh}", f"{kind.en} above zero")
    if row.unit == "fen":
        least, most = yuan(int(row.low)), yuan(int(row.high))
        return Label(f"{least} 至 {most} 元", f"CNY {least} to {most}")
    zh, en = unit_of(row)
    low, high = f"{row.low:,f}", f"{row.high:,f}"
    return Label(f"{low} 至 {high}{zh}，{kind.zh}", f"{kind.en} from {low} to {high}{en}")


def change_faults(changes: Changes, day: date, valid_from: date) -> list[Refusal]:
    """What is wrong with the day and the values, all of it."""
    faults = list(_day_faults(day, valid_from))
    standing = {rule.row.name: rule for rule in rules_in_force(valid_from)}
    if not changes:
        faults.append(Refusal(RULE_UNCHANGED, Label("交易规则", "Rules of trading")))
    for name, text in changes:
        faults += _value_faults(standing.get(name), name, text)
    if len({name for name, _ in changes}) < len(changes):
        faults.append(Refusal(RULE_UNCHANGED, Label("同一规则两次", "A rule twice")))
    return faults


def _day_faults(day: date, valid_from: date) -> Iterator[Refusal]:
    first = earliest(day)
    if valid_from < first:
        facts = {"days": notice_days(day), "first": first.isoformat()}
        yield Refusal(RULE_SOON, valid_from.isoformat(), facts)


def _value_faults(rule: Rule | None, name: str, text: str) -> Iterator[Refusal]:
    if rule is None or not is_own(rule.row):
        yield Refusal(RULE_FIXED, rule.label if rule else name)
    elif not _is_allowed(rule.row, text):
        facts = {"value": _said(rule, text), "bounds": bounds(rule.row)}
        yield Refusal(RULE_VALUE, rule.label, facts)
    elif announced_row(rule.row, text, rule.row.valid_from).value == rule.row.value:
        yield Refusal(RULE_UNCHANGED, rule.label)


def _said(rule: Rule, text: str) -> Label:
    """A value that will not do as one says it, or as it was written where it makes no sense."""
    if rule.row.unit == "fen" and text.isdecimal():
        return Rule(rule.label, announced_row(rule.row, text, rule.row.valid_from)).told
    return Label(text, text)


def _is_allowed(row: Row, text: str) -> bool:
    if row.unit == "time":
        return _TIME.fullmatch(text) is not None
    if row.unit == "text":
        return text in OPTIONS[row.name]
    if not NUMBER.fullmatch(text):
        return False
    value = Decimal(text)
    if row.unit not in _PARTS and value != value.to_integral_value():
        return False
    return value > 0 if row.low is None or row.high is None else row.low <= value <= row.high


def contradictions(notices: Sequence[RuleNotice], since: date) -> list[Refusal]:
    """What does not fit together on a day from ``since`` on if these notices hold.

    Each notice was judged by what stood when it was announced: one that holds before it, or that
    is taken away, may leave it without what it relied on.
    """
    shelf = laid_over(notices)
    # Of the days on which the same does not fit the first is told.
    days = {since, *(notice.valid_from for notice in notices if notice.valid_from > since)}
    found = [fault for day in sorted(days) for fault in _apart(day, rules_in_force(day, shelf))]
    return list({fault.place: fault for fault in reversed(found)}.values())


def _apart(day: date, standing: Sequence[Rule]) -> Iterator[Refusal]:
    rules = {rule.row.name: rule for rule in standing}
    for one, other, relation in _IN_ORDER:
        # Hours are written so that the earlier is the smaller text; all others are numbers.
        first: Any = rules[one].row.value
        second: Any = rules[other].row.value
        if not (first < second if relation is _BEFORE else first <= second):
            labels = rules[one].label, rules[other].label
            place = Label(f"{labels[0].zh}、{labels[1].zh}", f"{labels[0].en}, {labels[1].en}")
            facts = {
                "day": day.isoformat(),
                "first": labels[0],
                "one": rules[one].told,
                "relation": relation,
                "second": labels[1],
                "other": rules[other].told,
            }
            yield Refusal(RULES_APART, place, facts)

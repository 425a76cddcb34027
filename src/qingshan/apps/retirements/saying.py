"""What a certificate says of its use: one of a few sentences, with amount, object and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from qingshan.apps.registry.purposes import JUDICIAL, PURPOSES
from qingshan.apps.registry.refusals import PURPOSE_UNKNOWN
from qingshan.apps.retirements.refusals import DAYS_WRONG, PERIOD_RUNS, SUBJECT_MISSING
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

CHOSEN: Mapping[str, Label] = {name: label for name, label in PURPOSES.items() if name != JUDICIAL}
"""Purposes that a holder may choose; court orders go another way."""

_WITH_SUBJECT = frozenset({"event", "product_period"})
_WITH_DAYS = frozenset({"event", "product_period", "own_emissions"})
_PAST = frozenset({"product_period", "own_emissions"})


def use_faults(
    purpose: str, subject: str, first: date | None, last: date | None, *, when: datetime
) -> list[Refusal]:
    """What is wrong with a use, all at once: E-RG-07 purpose, E-RT-03 object, E-RT-04 days.

    E-RT-10 of own emissions or a product whose last day is still to come.
    """
    if purpose not in CHOSEN:
        return [Refusal(PURPOSE_UNKNOWN, purpose or "—")]
    wrong = []
    if purpose in _WITH_SUBJECT and not subject.strip():
        wrong.append(Refusal(SUBJECT_MISSING, CHOSEN[purpose]))
    is_whole = first is not None and last is not None and first <= last
    is_none = first is None and last is None and purpose not in _WITH_DAYS
    if not (is_whole or is_none):
        wrong.append(Refusal(DAYS_WRONG, CHOSEN[purpose]))
    if purpose in _PAST and last is not None and last > when.date():
        wrong.append(Refusal(PERIOD_RUNS, CHOSEN[purpose], {"last": last}))
    return wrong


def sentence(
    purpose: str, subject: str, first: date | None, last: date | None, quantity: int
) -> str:
    """The sentence on the certificate, in Chinese as the paper is; ``quantity`` in carbon units."""
    amount = f"{tonnes_text(quantity)} 吨"
    days = f"{first} 至 {last}" if first and last else ""
    if first and first == last:
        days = str(first)
    named = f"“{subject.strip()}”" if subject.strip() else ""
    if purpose == "own_emissions":
        return f"抵消自身{named} {days} 排放 {amount}"
    if purpose in _WITH_SUBJECT:
        return f"抵消{named}（{days}）排放 {amount}"
    start = f"{PURPOSES[purpose].zh} {amount}"
    more = "，".join(part for part in (named, days) if part)
    return f"{start}：{more}" if more else start

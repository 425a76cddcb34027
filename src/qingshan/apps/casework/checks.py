"""The check list of a kind of case, what was found on it, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qingshan.apps.casework.kinds import PART
from qingshan.apps.casework.models import Case, CheckAnswer, CorrectionItem
from qingshan.apps.casework.refusals import CHECKS_OPEN
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

TABLE = "casework.check_item"


@dataclass(frozen=True)
class CheckItem:
    """One line of the list: what to look at, on what ground, and how a fault is usually worded."""

    key: str
    step: str
    label: Label
    article: Label
    template: Label
    is_required: bool


def check_list(kind: str, *, as_of: date) -> tuple[CheckItem, ...]:
    """Every line of a kind's list on a day, in the order of the table."""
    return _lists(as_of).get(kind, ())


@lru_cache(maxsize=8)
def _lists(as_of: date) -> dict[str, tuple[CheckItem, ...]]:
    told: dict[str, dict[str, str]] = {}
    for row in open_shelf().rows(TABLE, as_of):
        told.setdefault(row.key, {})[row.name] = row.value_text
    found: dict[str, tuple[CheckItem, ...]] = {}
    for key, texts in told.items():
        kind, step, item = key.split(PART)
        line = CheckItem(
            key=item,
            step=step,
            label=Label(texts["label_zh"], texts["label_en"]),
            article=Label(texts["article_zh"], texts["article_en"]),
            template=Label(texts["problem_zh"], texts["problem_en"]),
            is_required=texts["is_required"] == "1",
        )
        found[kind] = (*found.get(kind, ()), line)
    return found


def latest_answers(cases: Iterable[Case]) -> dict[tuple[int, str], CheckAnswer]:
    """The standing answer of each item, by case and item."""
    found = CheckAnswer.objects.filter(case__in=list(cases)).select_related("reviewer")
    return {(one.case_id, one.item): one for one in found.order_by("version")}


def items_of(case: Case) -> tuple[CheckItem, ...]:
    """The list of a case: the one in force when it was opened."""
    return check_list(case.kind, as_of=case.opened_on)


def open_faults(case: Case, step: str) -> list[Refusal]:
    """Why a step cannot be passed: items without an answer, or with a problem (E-CW-07)."""
    items = [item for item in items_of(case) if item.step == step]
    answers = latest_answers([case])
    wrong = [item for item in items if _is_open(item, answers.get((case.pk, item.key)))]
    if not wrong:
        return []
    named = Label(
        "；".join(item.label.zh for item in wrong), "; ".join(item.label.en for item in wrong)
    )
    return [Refusal(CHECKS_OPEN, case.number, {"items": named})]


def problems(case: Case) -> list[CheckAnswer]:
    """What was found wrong, in the order of the list."""
    order = [item.key for item in items_of(case)]
    found = [one for one in latest_answers([case]).values() if one.verdict == "problem"]
    return sorted(found, key=lambda one: order.index(one.item))


def asked_before(case: Case) -> list[str]:
    """The items that an earlier correction notice named."""
    found = CorrectionItem.objects.filter(notice__case=case)
    return list(found.values_list("item", flat=True).distinct())


def _is_open(item: CheckItem, answer: CheckAnswer | None) -> bool:
    if answer is None:
        return item.is_required
    return answer.verdict == "problem"

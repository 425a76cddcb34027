"""What was announced of the rules, as everybody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.rulebook.reads import rows_of
from qingshan.apps.rulebook.words import WORDS, Rule
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

_COMING, _BEGUN = Label("待执行", "to come"), Label("已执行", "in force since then")


@dataclass(frozen=True)
class ToldNotice:
    """A notice with its rules in words, and how it stands on a day."""

    notice: RuleNotice
    rules: list[Rule]
    standing: Label
    may_be_withdrawn: bool


def told_notices(day: date) -> list[ToldNotice]:
    """Every notice, the newest first."""
    return [_told(notice, day) for notice in RuleNotice.objects.order_by("-pk")]


def rules_of(notice: RuleNotice) -> list[Rule]:
    """The rules that a notice changes, with their new values."""
    return [Rule(WORDS[row.name], row) for row in rows_of(notice, open_shelf())]


def _told(notice: RuleNotice, day: date) -> ToldNotice:
    standing = notice.machine.label(notice.state)
    if notice.state == notice.machine.start:
        standing = _COMING if notice.valid_from > day else _BEGUN
    return ToldNotice(notice, rules_of(notice), standing, notice.may_be_withdrawn(day))

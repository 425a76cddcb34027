"""Everything that a sheet tells, in its order, and the balance that it was told by."""

from __future__ import annotations

from typing import Any

from qingshan.apps.books import reads as books
from qingshan.apps.diligence.burdens import freezes, holds, pledges
from qingshan.apps.diligence.face import face, figures, terms
from qingshan.apps.diligence.lines import Subject, section
from qingshan.apps.diligence.matters import matters, outside
from qingshan.apps.diligence.title import title
from qingshan.apps.diligence.worth import worth
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.book import Hold

TRIES = 3
"""Balance and holds are read one after the other; an act between them is seen and read again."""


def gather(subject: Subject) -> tuple[books.Balance, list[dict[str, Any]]]:
    """The balance of the holder and the sections of the sheet."""
    balance, held = _in_step(subject)
    return balance, [
        section(Label("碳票", "The ticket"), face(subject)),
        section(Label("碳票现状", "What became of it"), figures(subject)),
        section(Label("持有人和持有数量", "Holder and holding"), title(subject, balance)),
        section(Label("占用明细", "What holds units"), holds(subject, balance, held)),
        section(Label("质押登记", "Pledges"), pledges(subject)),
        section(Label("司法冻结和轮候", "Freezes and queue"), freezes(subject)),
        section(Label("期限", "Terms"), terms(subject)),
        section(Label("公示、举报和争议", "Notices, complaints, disputes"), matters(subject)),
        section(Label("估值参考", "Valuation"), worth(subject, balance.available)),
        section(Label("本系统以外", "Outside this register"), outside(subject)),
    ]


def _in_step(subject: Subject) -> tuple[books.Balance, list[Hold]]:
    """Balance and open holds of one moment, as far as a few looks can tell."""
    balance, held = books.balance(subject.account), _held(subject)
    for _ in range(TRIES):
        if sum(one.left for one in held) == balance.held:
            break
        balance, held = books.balance(subject.account), _held(subject)
    return balance, held


def _held(subject: Subject) -> list[Hold]:
    found = books.open_holds(asset=subject.ticket.asset, owner=subject.holder.owner)
    return [one for one in found if one.source == subject.account]

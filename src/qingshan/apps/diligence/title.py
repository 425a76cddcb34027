"""Who holds how much of a ticket, and how it came there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from qingshan.apps.books import reads as books
from qingshan.apps.diligence.lines import (
    ACCOUNT,
    LEDGER,
    Line,
    Subject,
    amount,
    joined,
    plain,
    row_of,
)
from qingshan.apps.parties.reads import shown_code
from qingshan.apps.registry.reads import standing
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.codes import code_label
from qingshan.core.ledger.model import Act

MOVES_SHOWN, MOVES_READ = 8, 1000
MOVING = (Act.POST, Act.SETTLE)
"""By what units come and go; what is only set aside stands among the holds."""


def title(subject: Subject, balance: books.Balance) -> Iterator[Line]:
    """The holder, the balance, its share, a stop on the account, and the last movements."""
    holder, account = subject.holder, row_of(ACCOUNT, subject.holder.owner)
    party = row_of(Label("登记簿·主体", "register, party"), holder.pk)
    yield Line(Label("持有人", "Holder"), holder.label, party, subject.when)
    code = shown_code(holder)
    yield Line(Label("代码", "Code"), plain(code) if code else None, party, subject.when)
    for name, quantity in (
        (Label("持有数量", "Holds"), balance.posted),
        (Label("其中被占用", "Of which held"), balance.held),
        (Label("可质押", "May be pledged"), balance.available),
    ):
        yield Line(name, amount(quantity), account, subject.when)
    yield Line(
        Label("占流通数量", "Share in circulation"),
        _share(balance.posted, standing(subject.ticket).live),
        row_of(LEDGER, subject.ticket.asset),
        subject.when,
    )
    is_stopped = books.is_frozen(subject.account)
    said = (
        Label("已停止支出", "gives out nothing") if is_stopped else Label("正常", "no stop on it")
    )
    yield Line(Label("账户", "Account"), said, account, subject.when)
    yield from _moves(subject)


def _share(part: int, whole: int) -> Label | None:
    if not whole:
        return None
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return plain(f"{share} %")


def _moves(subject: Subject) -> Iterator[Line]:
    """The last of what came and went, newest first."""
    found = books.history_of(subject.account, limit=MOVES_READ)
    moved = [one for one in found if one.transfer.act in MOVING]
    for one in moved[: -MOVES_SHOWN - 1 : -1]:
        comes = one.transfer.target == subject.account
        name = Label("转入", "Came") if comes else Label("转出", "Went")
        says = joined(code_label(one.code), amount(one.transfer.amount))
        yield Line(name, says, row_of(LEDGER, one.key), one.when)

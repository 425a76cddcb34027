"""What holds in the town after each step, and what is re-added after each hundredth."""

from __future__ import annotations

from collections.abc import Iterator

from qingshan.apps.agreement.comparing import mismatches
from qingshan.apps.books import audit, reads
from qingshan.apps.books.reads import KindSum
from qingshan.core.ledger.model import AccountKind

EMPTY = (AccountKind.ESCROW, AccountKind.CLEARING, AccountKind.LENDER, AccountKind.COURT)
"""What passes through these accounts leaves them in the same chain; holds only point to them."""

SINKS = (AccountKind.RETIRED, AccountKind.CANCELLED)
Sums = dict[tuple[str, AccountKind], KindSum]


class Watch:
    """Looks at the books of a town; what it saw last is what the next step is held against."""

    def __init__(self) -> None:
        self._before = reads.sums()

    def look(self, step: int, brought_fen: int) -> None:
        """Every asset adds up; units and money are as many as before but for what was paid in.

        Raises
        ------
        AssertionError
            Naming the step and everything that differs.
        """
        now = reads.sums()
        wrong = [*_sums_wrong(now), *_changes_wrong(self._before, now, brought_fen)]
        assert not wrong, f"after step {step}: {'; '.join(wrong)}"
        self._before = now

    def look_closely(self, step: int, *, deep: bool) -> None:
        """Re-add the ledger from its transfers, and hold each room against it.

        ``deep`` computes every chain's digest and every seal again, too.
        """
        differs = audit.verify() if deep else None
        assert differs is None, f"after step {step}: {differs}"
        wrong = [f"{each}" for each in mismatches()]
        assert not wrong, f"after step {step}: {'; '.join(wrong)}"


def _sums_wrong(now: Sums) -> Iterator[str]:
    for asset in sorted({asset for asset, _ in now}):
        kinds = {kind: told for (code, kind), told in now.items() if code == asset}
        total = sum(told.balance for told in kinds.values())
        if total:
            yield f"balances of {asset} sum to {total}"
        out, back = (
            sum(told.held_out for told in kinds.values()),
            sum(told.held_in for told in kinds.values()),
        )
        if out != back:
            yield f"of {asset} {out} is held from accounts and {back} for accounts"
        for kind in EMPTY:
            if kind in kinds and kinds[kind].balance:
                yield f"{asset}/{kind} keeps {kinds[kind].balance}"


def _changes_wrong(before: Sums, now: Sums, brought_fen: int) -> Iterator[str]:
    none = KindSum()
    for key in sorted(set(before) | set(now)):
        asset, kind = key
        change = now.get(key, none).balance - before.get(key, none).balance
        if kind is AccountKind.BANK and change != -brought_fen:
            yield f"the bank gave {-change} fen and {brought_fen} were paid in"
        elif kind in {AccountKind.SUPPLY, AccountKind.BUFFER} and change:
            yield f"{asset}/{kind} changed by {change}"
        elif kind in {*SINKS, AccountKind.FEE} and change < 0:
            yield f"{asset}/{kind} gave {-change} back"

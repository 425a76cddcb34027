"""What is wrong with a statement, and what each of its movements is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from qingshan.apps.custody.models import BankAccount, BankLine, BankStatement, PayIn, PayOut
from qingshan.apps.custody.refusals import (
    DAY_BOOKED,
    DAY_FOREIGN,
    DAY_WRONG,
    LINES_MISSING,
    REFERENCE_BOOKED,
    SUM_WRONG,
)
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.sealing import seal
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.ledger.model import booking_day

KNOWN, IN, OUT, DIFFERS, UNMATCHED = "known", "in", "out", "differs", "unmatched"
OUTCOMES: dict[str, Label] = {
    KNOWN: Label("已手工入账", "booked by hand"),
    IN: Label("入金", "payment in"),
    OUT: Label("出金", "payment out"),
    DIFFERS: Label("金额不符", "amounts differ"),
    UNMATCHED: Label("未匹配", "no match"),
}


@dataclass(frozen=True)
class Planned:
    """What is to become of a movement, and whose it is."""

    line: BankLine
    outcome: str
    party: Party | None = None
    pay_in: PayIn | None = None
    pay_out: PayOut | None = None

    @property
    def label(self) -> Label:
        """The outcome in words."""
        return OUTCOMES[self.outcome]


def lines_in(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The movements of a list that was found good, as an act carries them: accounts sealed."""
    return [
        {
            "place": int(row["row"]),
            "reference": str(row["reference"]),
            "day": row["day"].isoformat(),
            "amount_fen": (row["in_fen"] or 0) - (row["out_fen"] or 0),
            "other_sealed": seal("".join(str(row["other_account"] or "").split())),
            "other_name": str(row["other_name"] or "")[:160],
            "remark": str(row["remark"] or "")[:200],
        }
        for row in rows.iter_rows(named=True)
    ]


def last_booked() -> BankStatement | None:
    """The latest statement that counts."""
    return BankStatement.objects.filter(state="booked").order_by("-day").first()


def statement_faults(
    day: date, closing_fen: int, lines: Sequence[Mapping[str, Any]], when: datetime
) -> list[Refusal]:
    """E-CU-02 a movement booked before, E-CU-07 of another day, E-CU-08 a day that is not over,
    E-CU-09 a day that is booked, E-CU-10 sums that do not lead from balance to balance, E-CU-13
    another balance without movements.
    """
    found = []
    if day >= booking_day(when):
        found.append(Refusal(DAY_WRONG, "", {"day": day.isoformat()}))
    told = day.isoformat()
    foreign = [line for line in lines if line.get("day", told) != told]
    found += [Refusal(DAY_FOREIGN, line["reference"], {"day": told}) for line in foreign]
    references = [line["reference"] for line in lines]
    used = BankLine.objects.filter(is_booked=True, reference__in=references)
    found += [Refusal(REFERENCE_BOOKED, one.reference) for one in used.order_by("pk")]
    last = last_booked()
    if last is None:
        return found
    if last.day >= day:
        return [*found, Refusal(DAY_BOOKED, "", {"last": last.day.isoformat()})]
    counted = last.closing_fen + sum(line["amount_fen"] for line in lines)
    if counted != closing_fen:
        facts = {"opening": yuan(last.closing_fen), "counted": yuan(counted)}
        code = SUM_WRONG if lines else LINES_MISSING
        found.append(Refusal(code, "", facts | {"closing": yuan(closing_fen)}))
    return found


def planned(lines: Iterable[BankLine]) -> list[Planned]:
    """What each movement is: booked before, of a confirmed account, of a request, or unknown."""
    rows = list(lines)
    references = [line.reference for line in rows]
    ins = {one.bank_reference: one for one in _with(PayIn.objects, references)}
    outs = {one.bank_reference: one for one in _with(PayOut.objects, references)}
    confirmed = BankAccount.objects.filter(
        state="confirmed", number_sealed__in={line.other_sealed for line in rows} - {""}
    )
    accounts = {one.number_sealed: one for one in confirmed.select_related("party")}
    asked = PayOut.objects.filter(state="asked").select_related("party", "account")
    waiting = list(asked.order_by("pk"))
    found = []
    for line in rows:
        if line.reference in ins or line.reference in outs:
            found.append(_known(line, ins.get(line.reference), outs.get(line.reference)))
        elif line.amount_fen > 0:
            found.append(_incoming(line, accounts.get(line.other_sealed)))
        else:
            made = _outgoing(line, waiting)
            waiting = [one for one in waiting if one != made.pay_out]
            found.append(made)
    return found


def _with(rows: Any, references: list[str]) -> Any:
    return rows.filter(bank_reference__in=references).select_related("party")


def _known(line: BankLine, pay_in: PayIn | None, pay_out: PayOut | None) -> Planned:
    paid = pay_in or pay_out
    assert paid is not None
    booked = pay_in.amount_fen if pay_in else -paid.amount_fen
    outcome = KNOWN if booked == line.amount_fen else DIFFERS
    return Planned(line, outcome, paid.party, pay_in, pay_out)


def _incoming(line: BankLine, account: BankAccount | None) -> Planned:
    """Money of a confirmed account is its party's, unless the bank tells another name."""
    if account is None or _plain(line.other_name) not in {"", _plain(account.party.name)}:
        return Planned(line, UNMATCHED)
    return Planned(line, IN, account.party)


def _outgoing(line: BankLine, waiting: Sequence[PayOut]) -> Planned:
    """The request of that amount whose number is told, or the only one to that account."""
    fitting = [one for one in waiting if one.amount_fen == -line.amount_fen]
    told = [one for one in fitting if one.number in line.remark]
    there = [one for one in fitting if one.account.number_sealed == line.other_sealed]
    chosen = told or there
    if len(chosen) != 1:
        return Planned(line, UNMATCHED)
    return Planned(line, OUT, chosen[0].party, pay_out=chosen[0])


def _plain(name: str) -> str:
    return "".join(name.split())

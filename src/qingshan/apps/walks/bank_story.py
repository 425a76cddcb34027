"""What the custody bank of the demonstration reported: three days, and what did not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.books.reads import totals
from qingshan.apps.custody.cases import keep_cases
from qingshan.apps.custody.models import BankStatement, PayOut
from qingshan.apps.custody.verbs.ask_pay_out import ask_pay_out
from qingshan.apps.custody.verbs.book_difference import book_difference
from qingshan.apps.custody.verbs.book_statement import book_statement
from qingshan.apps.custody.verbs.confirm_bank_account import confirm_bank_account
from qingshan.apps.custody.verbs.enter_bank_account import enter_bank_account
from qingshan.apps.custody.verbs.explain_difference import explain_difference
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.custody.verbs.read_statement import read_statement
from qingshan.apps.parties.sealing import seal
from qingshan.apps.walks.cast import Player
from qingshan.core.kernel.money import fen, yuan
from qingshan.core.ledger.model import AccountKind, booking_day
from qingshan.core.market.settlement import MONEY

DAY = timedelta(days=1)
OWN, UNKNOWN, PERSON = "6217000010000000001", "6217000090000000009", "6217000070000000007"
FROM_COURT, FROM_PERSON, FROM_NOBODY = "5000.00", "600.00", "5000.00"
CHARGE, PAID_OUT = "10.00", "20000.00"


def tell_bank(players: Mapping[str, Player], *, now: datetime) -> str:
    """A day that agrees, one with differences, one that waits to be booked; the last in a line."""
    bank = Bank(players, now)
    asked, held = _agreed(bank)
    differing, held = _differing(bank, held)
    out = _line("STORY-0301", f"-{PAID_OUT}", OWN, asked.party.name, f"出金 {asked.number}")
    waiting = bank.read(1, held + out["amount_fen"], out)
    return f"{differing}  银行对账，1 笔差异待处理；{waiting} 待入账，余额 {yuan(held)} 元"


@dataclass(frozen=True)
class Bank:
    """The players and the moment to which days are counted back."""

    players: Mapping[str, Player]
    now: datetime

    def call(self, part: str, step: str, days_back: int) -> Call:
        """The call of one part some days ago."""
        return Call(self.players[part].actor, self.now - days_back * DAY, f"story/bank/{step}")

    def party(self, part: str) -> int:
        """The key of a part's party."""
        key: int = self.players[part].party.pk
        return key

    def read(self, back: int, closing_fen: int, *lines: dict[str, Any]) -> BankStatement:
        """The statement of a day, read on the next."""
        told = booking_day(self.now - back * DAY)
        rows = [{"place": at, "day": told.isoformat(), **one} for at, one in enumerate(lines, 2)]
        call = self.call("operator", f"read/{back}", back - 1)
        return read_statement(call, day=told, closing_fen=closing_fen, file=None, lines=rows)


def _agreed(bank: Bank) -> tuple[PayOut, int]:
    """Two bank accounts, a day that agrees, and a payment out that the bank is to make."""
    accounts = [
        enter_bank_account(
            bank.call(part, f"account/{part}", 4),
            party=bank.party(part),
            bank_name="示例农村商业银行营业部",
            number_sealed=seal(f"{OWN[:-1]}{place}"),
        )
        for place, part in enumerate(("buyer", "scenic"), 1)
    ]
    confirm_bank_account(bank.call("operator", "confirm", 3), account=accounts[0].pk)
    held = -totals(MONEY)[AccountKind.BANK]
    book_statement(bank.call("operator", "book/3", 2), statement=bank.read(3, held).pk)
    asked = ask_pay_out(
        bank.call("buyer", "out", 2),
        party=bank.party("buyer"),
        account=accounts[0].pk,
        amount_fen=fen(PAID_OUT),
    )
    return asked, held


def _differing(bank: Bank, held: int) -> tuple[BankStatement, int]:
    """A day with one payment that was booked by hand and three movements that nobody knew."""
    pay_in(
        bank.call("operator", "court", 2),
        party=bank.party("court"),
        amount_fen=fen(FROM_COURT),
        bank_reference="STORY-0201",
    )
    lines = (
        _line("STORY-0201", FROM_COURT, UNKNOWN, "示例人民法院"),
        _line("STORY-0202", FROM_PERSON, PERSON, "潘某某"),
        _line("STORY-0203", FROM_NOBODY, UNKNOWN, "某商贸有限公司"),
        _line("STORY-0204", f"-{CHARGE}", "", "", "账户管理费"),
    )
    held += sum(one["amount_fen"] for one in lines)
    told = bank.read(2, held, *lines)
    book_statement(bank.call("operator", "book/2", 1), statement=told.pk)
    keep_cases(bank.now - DAY)
    found = {str(one.line): one.pk for one in told.differences.select_related("line")}
    book_difference(
        bank.call("operator", "person", 1),
        difference=found["STORY-0202"],
        party=bank.party("citizen"),
        explanation="本人首次入金，账户尚未登记，已核对身份",
    )
    explain_difference(
        bank.call("operator", "charge", 1),
        difference=found["STORY-0204"],
        explanation="银行误收管理费，已书面要求退回",
    )
    keep_cases(bank.now - DAY)
    return told, held


def _line(reference: str, amount: str, account: str, name: str, remark: str = "") -> dict[str, Any]:
    return {
        "reference": reference,
        "amount_fen": fen(amount),
        "other_sealed": seal(account),
        "other_name": name,
        "remark": remark,
    }

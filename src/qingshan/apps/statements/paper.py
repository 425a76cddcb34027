"""The statement of an account as PDF: balances with capitals, every entry, whether it is final."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.frame import HOUSE, HOUSE_LINE, language, say
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.base.paper import render
from qingshan.apps.books.reads import day_start
from qingshan.apps.parties.reads import shown_code
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.apps.statements.doors import STATEMENT
from qingshan.apps.statements.reading import AccountStatement, Line, asset_label
from qingshan.apps.statements.refusals import TOO_LONG_FOR_PAPER
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import capitals, yuan
from qingshan.core.market.rules import amount_rule
from qingshan.core.proof.envelope import seal_pdf

TEMPLATE = Path(__file__).parent / "papers" / "statement.typ"
KIND = "account_statement"
"""What the seal says that it is."""
WORDS = {
    "foot": Label(
        "余额以登记系统和结算账户记录为准；在查验页面放入本文件，可核对有无改动。",
        "Register and settlement accounts decide; drop this file on the page of verification to"
        " see whether it is unchanged.",
    ),
    "demo": Label("演示环境，数据为虚构", "Demonstration: all data are fictional"),
    "capitals": Label("大写", "In capitals"),
    "none": Label("本期没有发生额。", "Nothing was booked in this period."),
}
HEAD = (
    Label("时间", "When"),
    Label("摘要", "What"),
    Label("凭证", "Voucher"),
    Label("收入", "In"),
    Label("支出", "Out"),
    Label("余额", "Balance"),
    Label("冻结变动", "Held"),
)


def statement_pdf(found: AccountStatement, made: date) -> bytes:
    """The statement in the language of the request.

    Raises
    ------
    Refused
        E-ST-01 when it has more lines than the row ``statement_lines_max`` lets one paper have.
    """
    most = int(amount_rule("statement_lines_max", "count", shelf=open_rulebook(), as_of=made))
    if len(found.lines) > most:
        raise Refused.because(
            TOO_LONG_FOR_PAPER, found.period.name, count=len(found.lines), most=most
        )
    unit = say(found.unit)
    data: dict[str, Any] = {
        "lang": language(),
        "words": {name: say(word) for name, word in WORDS.items()},
        "house": f"{say(HOUSE)} · {say(HOUSE_LINE)}",
        "made": made.isoformat(),
        "heading": say(STATEMENT),
        "demo": settings.DEMO,
        "facts": [[say(name), say(value)] for name, value in _facts(found)],
        "sums": [[say(name), f"{found.say(amount)} {unit}"] for name, amount in found.sums],
        "capitals": capitals(found.statement.closing.posted) if found.is_money else "",
        "head": [f"{say(name)}（{unit}）" if at > 2 else say(name) for at, name in enumerate(HEAD)],
        "rows": [_row(found, line) for line in found.lines],
        "state": say(found.finality),
    }
    title = f"{say(STATEMENT)} {found.party.name} {found.period.name}"
    pdf = render(TEMPLATE, data, title=title, dated=made)
    return seal_pdf(pdf, _sealed(found, made), signer(REGISTER), signed_at=day_start(made))


def _sealed(found: AccountStatement, made: date) -> dict[str, Any]:
    """What the seal says: figures alone, nothing of the holder."""
    told = found.statement
    return {
        "kind": KIND,
        "account": found.asset,
        "first": found.period.first.isoformat(),
        "last": found.period.last.isoformat(),
        "opening": found.plain(told.opening.posted),
        "closing": found.plain(told.closing.posted),
        "entries": len(found.lines),
        "made": made.isoformat(),
        "demo": bool(settings.DEMO),
    }


def _facts(found: AccountStatement) -> list[tuple[Label, Label]]:
    code = f"　{shown_code(found.party)}" if found.party.credit_code else ""
    first, last = found.period.first, found.period.last
    facts = [
        (Label("户名", "Holder"), Label(found.party.label.zh + code, found.party.label.en + code)),
        (Label("账户", "Account"), asset_label(found.asset)),
        (Label("期间", "Period"), Label(f"{first} 至 {last}", f"{first} to {last}")),
    ]
    if found.is_money:
        fees = yuan(found.fees_fen)
        facts.append((Label("其中手续费", "Fees among it"), Label(f"{fees} 元", f"CNY {fees}")))
    return facts


def _row(found: AccountStatement, line: Line) -> list[str]:
    entry = line.entry
    return [
        f"{entry.when.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        say(line.label),
        line.number,
        found.say(entry.came) if entry.came else "",
        found.say(entry.went) if entry.went else "",
        found.say(entry.balance.posted),
        found.signed(entry.aside),
    ]

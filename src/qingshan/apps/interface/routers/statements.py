"""The statement of an account of the token's party, month by month."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import Field

from qingshan.apps.books.accounting_period import period_told
from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import Bearer
from qingshan.apps.interface.problem import ANSWERED
from qingshan.apps.interface.routers.own import token_of
from qingshan.apps.interface.telling import moment, money, tonnes
from qingshan.apps.statements import reading
from qingshan.core.ledger.model import TICKET, YUAN

router = Router(tags=["own"])


class Month(Told):
    """Of which account, and of which month."""

    month: str = Field(
        pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="月份 a month such as 2026-11"
    )
    account: str = Field(YUAN, max_length=80, description="CNY，或碳票编号 or number of a ticket")


@router.get(
    "own/statement",
    auth=Bearer("holdings:read"),
    response=ANSWERED,
    url_name="api_statement",
)
def statement(request: HttpRequest, asked: Query[Month]) -> dict[str, Any]:
    """What an account had, every entry of the month in its order, and what it has."""
    party, period = token_of(request).party, period_told(asked.month)
    asset = YUAN if asked.account == YUAN else f"{TICKET}{asked.account}"
    account = next((one for one in reading.accounts_of(party) if one.asset == asset), None)
    if account is None or period is None:
        raise Http404(asked.account)
    found = reading.account_statement(party, account, period)
    amount = money if found.is_money else tonnes
    return {
        "party": party.name,
        "account": asked.account,
        "unit": "yuan" if found.is_money else "t",
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "sealed_to": found.sealed.isoformat() if found.sealed else None,
        "opening": amount(found.statement.opening.posted),
        "in": amount(found.statement.came),
        "out": amount(found.statement.went),
        "closing": amount(found.statement.closing.posted),
        "closing_held": amount(found.statement.closing.held),
        "yuan_fees": money(found.fees_fen) if found.is_money else None,
        "items": [
            {
                "when": moment(line.entry.when),
                "code": line.entry.code,
                "voucher": line.number,
                "in": amount(line.entry.came),
                "out": amount(line.entry.went),
                "held_change": amount(line.entry.aside),
                "balance": amount(line.entry.balance.posted),
                "yuan_fee": money(line.fee_fen) if found.is_money else None,
            }
            for line in found.lines
        ],
    }

"""The statement of an account as a page, as CSV and as a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import PDF, csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.books.accounting_period import AccountingPeriod, period_told
from qingshan.apps.exchange.doors import OVERSEERS
from qingshan.apps.parties.acting import DESK, must_be, own_parties
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import parties_told
from qingshan.apps.statements.doors import ROLES, STATEMENT
from qingshan.apps.statements.paper import statement_pdf
from qingshan.apps.statements.reading import (
    AccountStatement,
    Line,
    account_statement,
    accounts_of,
    asset_label,
    periods_of,
)
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan, yuan
from qingshan.core.ledger.model import AccountId, booking_day

PER_PAGE = 50
ALL = "all"
WHAT = (
    ("", Label("只看收支", "In and out")),
    (ALL, Label("含冻结和解冻", "Also what was held and freed")),
)
"""Which entries are shown."""
HELD, FEE = Label("冻结变动", "Held"), Label("其中手续费", "of which fee")


@dataclass(frozen=True)
class _Wish:
    """Whose account, which one and which period, among those that there are."""

    parties: list[Party]
    party: Party | None
    accounts: list[AccountId]
    account: AccountId | None
    periods: list[AccountingPeriod]
    period: AccountingPeriod
    is_overseer: bool
    who: str


@login_required
def statement(request: HttpRequest) -> HttpResponse:
    """One account in one period: what it had, every entry, and what it has."""
    wish = _wish(request)
    found = None if wish.party is None or wish.account is None else _found(wish)
    is_whole = request.GET.get("what") == ALL
    lines = [] if found is None else _shown(found, is_whole=is_whole)
    last = FEE if found and found.is_money and not is_whole else HELD
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "heading": STATEMENT,
        "wish": wish,
        "found": found,
        "parties": [(str(one.pk), one.label) for one in wish.parties],
        "accounts": [(one.asset, asset_label(one.asset)) for one in wish.accounts],
        "periods": [(one.name, one.label) for one in wish.periods],
        "what": WHAT,
        "chosen_what": ALL if is_whole else "",
        "sums": [] if found is None else [(name, found.say(sum_)) for name, sum_ in found.sums],
        "state": None if found is None else found.finality,
        "rows": [] if found is None else [_row(found, line, last) for line in page],
        "last_name": last,
        "page": page,
        "query": urlencode(_query(wish)),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(STATEMENT)],
    }
    return render(request, "statements/statement.html", context)


@login_required
def statement_csv(request: HttpRequest) -> HttpResponse:
    """Every entry of the period as a table."""
    found = _asked(request)
    head = ["when", "reason", "code", "voucher", "in", "out", "fee_yuan", "balance", "held_change"]
    head += ["held", "unit"]
    rows = [
        [
            line.entry.when,
            *(line.label.zh, line.entry.code, line.number),
            *(found.plain(amount) for amount in (line.entry.came, line.entry.went)),
            plain_yuan(line.fee_fen) if line.fee_fen else "",
            *(
                found.plain(amount)
                for amount in (line.entry.balance.posted, line.entry.aside, line.entry.balance.held)
            ),
            "yuan" if found.is_money else "t",
        ]
        for line in found.lines
    ]
    return csv_answer(f"{_name(found)}.csv", head, rows)


@login_required
def statement_paper(request: HttpRequest) -> HttpResponse:
    """The same as a paper for the books."""
    found = _asked(request)
    answer = HttpResponse(statement_pdf(found, _today()), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{_name(found)}.pdf"'
    return answer


def _wish(request: HttpRequest) -> _Wish:
    """What the address asks for; what it names wrongly gives way to the first that there is."""
    actor = must_be(request, *ROLES)
    parties = list(own_parties(request))
    is_overseer = actor.may(*OVERSEERS)
    who = request.GET.get("who", "").strip()[:120] if is_overseer else ""
    party = (
        parties_told([who]).get(who) if who else _party(request, parties, is_overseer=is_overseer)
    )
    accounts = accounts_of(party) if party else []
    named = [one for one in accounts if one.asset == request.GET.get("account")]
    account = next(iter([*named, *accounts]), None)
    today = _today()
    periods = periods_of(account, today) if account else []
    wanted = period_told(request.GET.get("period", ""))
    this_month = AccountingPeriod(today.year, today.month)
    period = next((one for one in periods if one == wanted), this_month)
    return _Wish(parties, party, accounts, account, periods, period, is_overseer, who)


def _party(request: HttpRequest, parties: list[Party], *, is_overseer: bool) -> Party | None:
    """The party by its key: one's own, for those who watch any; the first where none is told."""
    told_key = request.GET.get("party", "")
    if not told_key:
        return None if is_overseer else next(iter(parties), None)
    key = int(told_key) if told_key.isascii() and told_key.isdigit() and len(told_key) < 19 else 0
    found = next((one for one in parties if one.pk == key), None)
    if found is None and is_overseer:
        found = Party.objects.filter(pk=key).first()
    if found is None:
        raise Http404(told_key)
    return found


def _asked(request: HttpRequest) -> AccountStatement:
    """What a download asks for: exactly that, or nothing."""
    wish = _wish(request)
    named = request.GET.get("account"), request.GET.get("period")
    if wish.account is None or (wish.account.asset, wish.period.name) != named:
        raise Http404(str(named))
    return _found(wish)


def _found(wish: _Wish) -> AccountStatement:
    assert wish.party is not None
    assert wish.account is not None
    return account_statement(wish.party, wish.account, wish.period)


def _shown(found: AccountStatement, *, is_whole: bool) -> list[Line]:
    """The newest first, as a page is read from above; a paper goes from the opening to the end."""
    return [one for one in found.lines[::-1] if is_whole or one.entry.came or one.entry.went]


def _row(found: AccountStatement, line: Line, last: Label) -> dict[str, Any]:
    """A line with its amounts as texts, those that moved with their sign."""
    entry = line.entry
    fee = yuan(line.fee_fen) if line.fee_fen else ""
    return {
        "line": line,
        "moved": found.signed(entry.came - entry.went),
        "balance": found.say(entry.balance.posted),
        "last": fee if last is FEE else found.signed(entry.aside),
    }


def _query(wish: _Wish) -> dict[str, str]:
    if wish.party is None or wish.account is None:
        return {}
    return {
        "party": str(wish.party.pk),
        "account": wish.account.asset,
        "period": wish.period.name,
    }


def _name(found: AccountStatement) -> str:
    account = found.asset.rpartition(":")[2]
    return f"statement-{found.party.pk}-{account}-{found.period.name}"


def _today() -> date:
    return booking_day(now())

"""Register a pledge (质押登记): the units are held until both sides release them."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import reads as books
from qingshan.apps.books import store
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.refusals import (
    FILING_MISSING,
    NOT_A_SECURITY,
    SELF_PLEDGED,
    TERMS_WRONG,
)
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, Transfer, hold

SERIES = "ZY"


@verb(event="pledge.registered", label=Label("质押登记", "register a pledge"), roles=("applicant",))
def register_pledge(  # noqa: PLR0913  the fields of form F12
    call: Call,
    *,
    asset: str,
    pledgor: int,
    pledgee: int,
    quantity: int,
    loan_fen: int,
    filing_number: str,
    until: date,
) -> Done[Pledge]:
    """Hold units of the pledgor for the pledgee; the holder asks for it, both release it.

    Raises
    ------
    Refused
        E-PL-01 terms, E-PL-02 no filing, E-PL-03 no ticket, E-PL-07 one party on both sides, all at
        once; E-LG codes when the units are not available.
    """
    must_act_for(call, pledgor)
    wrong = []
    if quantity <= 0 or loan_fen <= 0 or until <= call.when.date():
        wrong.append(Refusal(TERMS_WRONG, asset))
    if not filing_number.strip():
        wrong.append(Refusal(FILING_MISSING, asset))
    found = books.asset(asset)
    if found is None or found.kind is not AssetKind.CARBON:
        wrong.append(Refusal(NOT_A_SECURITY, asset))
    if pledgee == pledgor:
        wrong.append(Refusal(SELF_PLEDGED, asset))
    refuse_all(wrong)
    pledge = Pledge.objects.create(
        number=next_number(SERIES, call.when.year),
        asset=asset,
        pledgor=party_of(pledgor),
        pledgee=party_of(pledgee),
        quantity=quantity,
        loan_fen=loan_fen,
        filing_number=filing_number,
        until=until,
        registered=call.when,
    )
    source, target = accounts(pledge)
    moves: tuple[Transfer, ...] = (hold(pledge.hold, source, target, quantity),)
    store.post_one(Chain(f"pledge:{pledge.number}", "pledge", moves), when=call.when)
    return Done(pledge, {"number": pledge.number, "quantity": quantity, "loan_fen": loan_fen})


def accounts(pledge: Pledge) -> tuple[AccountId, AccountId]:
    """Whose units are held, and for whom."""
    return (
        AccountId(pledge.asset, pledge.pledgor.owner, AccountKind.PARTY),
        AccountId(pledge.asset, pledge.pledgee.owner, AccountKind.LENDER),
    )

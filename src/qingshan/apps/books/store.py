"""The one door through which anything is booked; only this room knows the tables behind it.

A transaction calls the door once, with everything it books, and locks nothing afterwards: the
accounts of one call are locked in one order, those of two calls are not, and two acts could wait
for each other. An act that has to look at balances between two bookings takes the whole series
first (``lock_series``). The order of all locks is decision 0026.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import psycopg
from django.db import Error, connection

from qingshan.apps.base.gathering import Apart
from qingshan.apps.base.last import Last
from qingshan.apps.base.prepared import Asked, Prepared
from qingshan.apps.books.models import Account, Asset
from qingshan.apps.books.packing import CALL, Batch
from qingshan.core.kernel.errors import Refused
from qingshan.core.ledger import refusals
from qingshan.core.ledger.model import AccountId, AssetKind, Chain, Reply


def post(chains: Sequence[Chain], *, when: datetime) -> list[Reply]:
    """Book chains in order, each wholly or not at all, and answer for each.

    Runs inside the caller's transaction; outside of one the call is its own. A chain whose key and
    content are known gets its first answer again (``first_time`` false). A refused chain leaves
    nothing behind, not even its key.

    Raises
    ------
    django.db.IntegrityError
        ``chain_once`` or ``hold_once``, when another transaction booked other content under one of
        these keys at the same instant; tried again, the call gets its proper answer.
    """
    batch = Batch(chains, when)
    while batch.waiting:
        ((told,),) = _DOOR.rows(*batch.arguments())
        answer: dict[str, Any] | None = None if told is None else json.loads(told)
        if answer is None or "unknown" not in answer:
            batch.take(answer, _kinds)
            break
        # Chains in assets that are not open are refused and the others tried again.
        batch.refuse_unknown(answer["unknown"])
    return batch.replies()


class Posting:
    """Chains that go through the door in one message with other statements, all or none."""

    def __init__(self, chains: Sequence[Chain], *, when: datetime) -> None:
        self._batch = Batch(chains, when)
        assert len(self._batch.waiting) == len(chains), "a chain of wrong shape"

    def last(self, *before: Asked, places: Sequence[int] = (0,)) -> Last:
        """The call as what ends an act: it fails unless every chain is new and written.

        ``places`` are those of the acts among others that are done together, one for each chain.
        """

        def meaning(error: Error) -> Exception:
            refused = self._refused(error)
            return Apart({places[one]: why for one, why in refused.items()}) if refused else error

        return Last([*before, (_BOOKED, self._batch.arguments())], meaning)

    def _refused(self, error: Error) -> dict[int, Refused]:
        """The chains that made the message fail, by place; none when it was something else."""
        said = error.__cause__.diag if isinstance(error.__cause__, psycopg.Error) else None
        if said is None or said.sqlstate != _NOT_BOOKED:
            return {}
        answer = json.loads(said.message_detail or "{}")
        kinds = {code: AssetKind(kind) for code, kind in answer["kinds"].items()}
        if "unknown" in answer:
            self._batch.refuse_unknown(answer["unknown"])
        self._batch.take(None if "unknown" in answer else answer, lambda codes: kinds)
        replies = enumerate(self._batch.replies())
        return {place: Refused(*one.refusals) for place, one in replies if not one.accepted}


def post_one(chain: Chain, *, when: datetime) -> Reply:
    """Book one chain.

    Raises
    ------
    Refused
        E-LG-xx, with everything that is wrong.
    """
    (reply,) = post([chain], when=when)
    if not reply.accepted:
        raise Refused(*reply.refusals)
    return reply


def post_all(chains: Sequence[Chain], *, when: datetime) -> None:
    """Book several chains in one call, so that their accounts are locked in one order.

    Raises
    ------
    Refused
        E-LG-xx of the first that the ledger refuses; the caller's transaction takes back the rest.
    """
    for reply in post(chains, when=when) if chains else []:
        if not reply.accepted:
            raise Refused(*reply.refusals)


def open_asset(code: str, kind: AssetKind) -> None:
    """Open an asset; opening it again changes nothing.

    Raises
    ------
    Refused
        E-LG-33 when it is open as another kind.
    """
    assert "/" not in code, "an asset code holds no slash"
    asset, _ = Asset.objects.get_or_create(code=code, defaults={"kind": kind.value})
    if asset.kind != kind.value:
        raise Refused.because(refusals.ASSET_EXISTS, code, asset=code)


def freeze_asset(code: str) -> None:
    """Freeze a whole series: only codes that pass a freeze move it (``codes.py``)."""
    _flag_asset(code, frozen=True)


def thaw_asset(code: str) -> None:
    """Lift the freeze of a series."""
    _flag_asset(code, frozen=False)


def freeze_account(account: AccountId) -> None:
    """Freeze an account: it may receive, and gives out nothing new but by codes that pass a freeze.

    What was held before is still settled or released: it was promised before the freeze.
    """
    _flag_account(account, frozen=True)


def thaw_account(account: AccountId) -> None:
    """Lift the freeze of an account."""
    _flag_account(account, frozen=False)


def lock_series(code: str, *, also: Iterable[AccountId] = ()) -> None:
    """Every account of an asset under lock, in the door's own order.

    For acts that look at balances between two bookings in one series: what they book next waits
    for nobody. Accounts of the series that they may be the first to use are named by ``also`` and
    opened before anything is locked, as the door does.
    """
    assert connection.in_atomic_block, "locks last as long as a transaction"
    names = [account.text for account in also]
    asset = Asset.objects.filter(code=code).first()
    if asset is None:
        raise Refused.because(refusals.ASSET_UNKNOWN, code, asset=code)
    Account.objects.bulk_create(
        [
            Account(asset=asset, owner=owner, kind=kind, name=name)
            for name in sorted(names)
            for _, owner, kind in [name.split("/")]
        ],
        ignore_conflicts=True,
    )
    rows = Account.objects.filter(asset=asset).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def close_account(account: AccountId) -> None:
    """Close an account for good.

    Raises
    ------
    Refused
        E-LG-31 while it has a balance or an open hold; E-LG-32 when it does not exist.
    """
    row = _locked(account)
    balance, held = row.posted_in - row.posted_out, row.held_in + row.held_out
    if balance or held:
        kind = AssetKind(row.asset.kind)
        raise Refused.because(
            refusals.ACCOUNT_BUSY,
            account.text,
            account=account.text,
            balance=kind.say(balance),
            held=kind.say(held),
        )
    row.closed = True
    row.save(update_fields=["closed"])


def _flag_asset(code: str, *, frozen: bool) -> None:
    """Set the flag while nobody moves the asset: acts under way end first, later ones see it."""
    lock_series(code)
    Asset.objects.filter(code=code).update(frozen=frozen)


def _flag_account(account: AccountId, *, frozen: bool) -> None:
    row = _locked(account)
    row.frozen = frozen
    row.save(update_fields=["frozen"])


def _locked(account: AccountId) -> Account:
    rows = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("asset")
    row = rows.filter(name=account.text).first()
    if row is None:
        raise Refused.because(refusals.ACCOUNT_UNKNOWN, account.text, account=account.text)
    return row


def _kinds(codes: Iterable[str]) -> dict[str, AssetKind]:
    found = Asset.objects.filter(code__in=set(codes)).values_list("code", "kind")
    return {code: AssetKind(kind) for code, kind in found}


_DOOR = Prepared(f"select {CALL}::text")
_BOOKED = Prepared(f"select books_booked({CALL}, $3)")
_NOT_BOOKED = "QS001"

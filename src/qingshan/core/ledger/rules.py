"""The rule sheet: what is refused, in order of precedence, and then what changes.

The database function of ``apps/books`` is the second expression of this sheet. The checks of
shape (``refusals_of_shape``) and the sentences (``say``) are shared by both; the rest is written
twice and held together by one refusal table and one random comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.ledger import refusals
from qingshan.core.ledger.book import Account, Asset, Book, Hold, Stored
from qingshan.core.ledger.codes import CODES, Code
from qingshan.core.ledger.model import (
    BOOKING_ZONE,
    TICKET,
    YUAN,
    AccountId,
    AccountKind,
    Act,
    AssetKind,
    Chain,
    Reply,
    Transfer,
    booking_day,
    thing_of,
)
from qingshan.core.ledger.shortage import words_of_short

AMOUNT_LARGEST = 10**15
"""No single amount is larger, so that a thousand of them still add up within eight bytes."""


def apply_chain(book: Book, chain: Chain, *, when: datetime) -> Book:
    """The book after the chain; the same chain again changes nothing.

    Raises
    ------
    Refused
        With everything that is wrong with the chain; the book stays as it was.
    """
    after, (reply,) = apply_batch(book, [chain], when=when)
    if not reply.accepted:
        raise Refused(*reply.refusals)
    return after


def apply_batch(
    book: Book, chains: Sequence[Chain], *, when: datetime
) -> tuple[Book, tuple[Reply, ...]]:
    """The book after the chains, in order; one that offends is left out whole."""
    draft = _Draft(book, when)
    replies = tuple(draft.take(chain) for chain in chains)
    return draft.book(), replies


def refusals_of_shape(chain: Chain) -> tuple[Refusal, ...]:
    """What is wrong with a chain whatever the book says: everything, all at once."""
    code = CODES.get(chain.code)
    found: list[Refusal] = []
    if not chain.transfers:
        found.append(Refusal(refusals.CHAIN_EMPTY, chain.key))
    if code is None:
        found.append(Refusal(refusals.CODE_UNKNOWN, chain.key, {"code": chain.code}))
    for ordinal, transfer in enumerate(chain.transfers, 1):
        if not _is_well_formed(transfer, code):
            found.extend(_shape_of(transfer, code, f"{chain.key}#{ordinal}"))
    return tuple(found)


class Fault(NamedTuple):
    """A refusal before it is put into words, as rules and database function both find it."""

    code: str
    ordinal: int
    account: str = ""
    has: int = 0
    asks: int = 0


def say(chain: Chain, faults: Iterable[Fault], assets: dict[str, AssetKind]) -> tuple[Refusal, ...]:
    """The faults of a chain as refusals; an account or hold that is short is named once."""
    short: set[str] = set()
    said: list[Refusal] = []
    for fault in faults:
        if fault.code in {refusals.AVAILABLE_SHORT, refusals.HOLD_SPENT}:
            what = fault.account or chain.transfers[fault.ordinal - 1].hold
            if what in short:
                continue
            short.add(what)
        said.append(_said(chain, fault, assets))
    return tuple(said)


def _said(chain: Chain, fault: Fault, assets: dict[str, AssetKind]) -> Refusal:
    if not fault.ordinal:
        return Refusal(fault.code, chain.key)
    transfer = chain.transfers[fault.ordinal - 1]
    facts: dict[str, object] = {"asset": transfer.source.asset, "hold": transfer.hold}
    if fault.code == refusals.HOLD_FOREIGN:
        facts["source"], _, facts["target"] = fault.account.partition("→")
    elif fault.code == refusals.HOLD_EXPIRED:
        facts["expires"] = fault.account
    elif fault.account:
        facts["account"] = fault.account
    if fault.code in {refusals.AVAILABLE_SHORT, refusals.HOLD_SPENT}:
        kind = assets[transfer.source.asset]
        has, asks = _stretched(chain, fault)
        for name, amount in {"amount": asks, _HAS[fault.code]: has, "missing": asks - has}.items():
            facts[name] = kind.say(amount)
    facts["thing"] = thing_of(transfer.source.asset)
    if fault.code == refusals.AVAILABLE_SHORT:
        # Who asked for too much knows the ticket, not the chain that would have been booked.
        asset = transfer.source.asset
        place = thing_of(asset) if asset == YUAN else asset.removeprefix(TICKET)
        return Refusal(fault.code, place, {**facts, **words_of_short(assets[asset])})
    return Refusal(fault.code, f"{chain.key}#{fault.ordinal}", facts)


_HAS = {refusals.AVAILABLE_SHORT: "available", refusals.HOLD_SPENT: "left"}


def _stretched(chain: Chain, fault: Fault) -> tuple[int, int]:
    """What there is for the whole chain, and what the whole chain asks.

    The fault tells of the transfer at which an account runs short; who has to make it up wants to
    know what is missing for all of them.
    """
    if fault.code != refusals.AVAILABLE_SHORT:
        return fault.has, fault.asks
    source = chain.transfers[fault.ordinal - 1].source
    takes = [
        one.amount if one.source == source and one.act in {Act.POST, Act.HOLD} else 0
        for one in chain.transfers
    ]
    return fault.has + sum(takes[: fault.ordinal - 1]), sum(takes)


def unknown_assets(chain: Chain, known: Iterable[str]) -> tuple[Refusal, ...]:
    """The assets of a chain that are not open."""
    missing = {t.source.asset for t in chain.transfers} - set(known)
    return tuple(
        Refusal(refusals.ASSET_UNKNOWN, chain.key, {"asset": asset}) for asset in sorted(missing)
    )


def day_sealed(chain: Chain, when: datetime, sealed: object) -> Refusal:
    """The refusal of a chain whose day takes nothing more."""
    facts = {"day": booking_day(when), "sealed": sealed}
    return Refusal(refusals.DAY_SEALED, chain.key, facts)


def expiry_text(expires: datetime) -> str:
    """An expiry as it is said in a refusal."""
    return expires.astimezone(BOOKING_ZONE).isoformat(" ", "seconds")


def _is_well_formed(transfer: Transfer, code: Code | None) -> bool:
    """A quick yes for what nearly all transfers are; anything else is looked at closely."""
    source, target = transfer.source, transfer.target
    return (
        0 < transfer.amount <= AMOUNT_LARGEST
        and source.asset == target.asset
        and source != target
        and (transfer.act is Act.POST) == (not transfer.hold)
        and not source.kind.sink
        and (target.kind is not AccountKind.SUPPLY or code is None or code.returns_supply)
    )


def _shape_of(transfer: Transfer, code: Code | None, place: str) -> Iterator[Refusal]:
    source, target = transfer.source, transfer.target
    if not 0 < transfer.amount <= AMOUNT_LARGEST:
        facts = {"amount": transfer.amount, "largest": AMOUNT_LARGEST}
        yield Refusal(refusals.AMOUNT_WRONG, place, facts)
    if source == target:
        yield Refusal(refusals.SAME_ACCOUNT, place, {"account": source})
    if source.asset != target.asset:
        yield Refusal(refusals.ASSET_DIFFERS, place, {"source": source, "target": target})
    if (transfer.act is Act.POST) != (not transfer.hold):
        yield Refusal(refusals.HOLD_KEY_WRONG, place, {"hold": transfer.hold})
    if source.kind.sink:
        yield Refusal(refusals.SINK_GIVES, place, {"account": source})
    takes = target.kind is AccountKind.SUPPLY and transfer.act is not Act.RELEASE
    if takes and code is not None and not code.returns_supply:
        yield Refusal(refusals.SUPPLY_TAKES, place, {"account": target, "reason": code.label})


class _Draft:
    """A working copy of a book, made once for a batch and handed out as a book again."""

    def __init__(self, book: Book, when: datetime) -> None:
        self._before = book
        self._when = when
        self._accounts = dict(book.accounts)
        self._holds = dict(book.holds)
        self._chains = dict(book.chains)

    def book(self) -> Book:
        return replace(
            self._before, accounts=self._accounts, holds=self._holds, chains=self._chains
        )

    def take(self, chain: Chain) -> Reply:
        """Refuse first; after the last refusal nothing can fail."""
        known = self._chains.get(chain.key)
        if known is not None and known.digest == chain.digest:
            return Reply(chain.key, accepted=True, first_time=False, when=known.when)
        found = refusals_of_shape(chain) or unknown_assets(chain, self._before.assets)
        if not found and known is not None:
            found = (Refusal(refusals.KEY_REUSED, chain.key),)
        sealed = self._before.sealed
        if not found and sealed is not None and booking_day(self._when) <= sealed:
            found = (day_sealed(chain, self._when, sealed),)
        if found:
            return Reply(chain.key, accepted=False, refusals=found)
        trial = _Trial(self._before, self._accounts, self._holds, self._when)
        faults = trial.run(chain)
        if faults:
            kinds = {code: asset.kind for code, asset in self._before.assets.items()}
            return Reply(chain.key, accepted=False, refusals=say(chain, faults, kinds))
        self._accounts.update(trial.accounts)
        self._holds.update(trial.holds)
        self._chains[chain.key] = Stored(chain.digest, self._when)
        return Reply(chain.key, accepted=True, when=self._when)


class _Trial:
    """One chain tried out: each transfer is judged as if those before it had happened."""

    def __init__(
        self,
        book: Book,
        accounts: dict[AccountId, Account],
        holds: dict[str, Hold],
        when: datetime,
    ) -> None:
        self._book = book
        self._old_accounts = accounts
        self._old_holds = holds
        self._when = when
        self.accounts: dict[AccountId, Account] = {}
        self.holds: dict[str, Hold] = {}

    def run(self, chain: Chain) -> list[Fault]:
        code = CODES[chain.code]
        faults: list[Fault] = []
        for ordinal, transfer in enumerate(chain.transfers, 1):
            fault = self._judge(transfer, code, ordinal)
            if fault is not None:
                faults.append(fault)
            self._move(transfer, code)
        return faults

    def _account(self, key: AccountId) -> Account:
        return self.accounts.get(key) or self._old_accounts.get(key) or _EMPTY

    def _hold(self, key: str) -> Hold | None:
        return self.holds.get(key) or self._old_holds.get(key)

    def _judge(self, transfer: Transfer, code: Code, ordinal: int) -> Fault | None:
        """The first thing that is wrong with a transfer, in order of precedence."""
        fault = self._judge_flags(transfer, code, ordinal)
        if fault is None and transfer.act is Act.HOLD:
            fault = self._judge_new_hold(transfer, ordinal)
        if fault is None and transfer.act in {Act.SETTLE, Act.RELEASE}:
            return self._judge_open_hold(transfer, ordinal)
        if fault is None and not transfer.source.kind.source_of_supply:
            available = self._account(transfer.source).available
            if available < transfer.amount:
                return Fault(
                    refusals.AVAILABLE_SHORT,
                    ordinal,
                    account=transfer.source.text,
                    has=available,
                    asks=transfer.amount,
                )
        return fault

    def _judge_flags(self, transfer: Transfer, code: Code, ordinal: int) -> Fault | None:
        for account in (transfer.source, transfer.target):
            if self._account(account).closed:
                return Fault(refusals.ACCOUNT_CLOSED, ordinal, account=account.text)
        if code.passes_freeze:
            return None
        asset: Asset = self._book.assets[transfer.source.asset]
        if asset.frozen:
            return Fault(refusals.ASSET_FROZEN, ordinal)
        # What was held before the freeze was promised before it: it is delivered, or given back.
        begins = transfer.act in {Act.POST, Act.HOLD}
        if begins and self._account(transfer.source).frozen:
            return Fault(refusals.ACCOUNT_FROZEN, ordinal, account=transfer.source.text)
        return None

    def _judge_new_hold(self, transfer: Transfer, ordinal: int) -> Fault | None:
        if self._hold(transfer.hold) is not None:
            return Fault(refusals.HOLD_TAKEN, ordinal)
        if transfer.expires is not None and transfer.expires <= self._when:
            return Fault(refusals.HOLD_EXPIRED, ordinal, account=expiry_text(transfer.expires))
        return None

    def _judge_open_hold(self, transfer: Transfer, ordinal: int) -> Fault | None:
        held = self._hold(transfer.hold)
        if held is None:
            return Fault(refusals.HOLD_UNKNOWN, ordinal)
        if (held.source, held.target) != (transfer.source, transfer.target):
            between = f"{held.source.text}→{held.target.text}"
            return Fault(refusals.HOLD_FOREIGN, ordinal, account=between)
        if held.left < transfer.amount:
            return Fault(refusals.HOLD_SPENT, ordinal, has=held.left, asks=transfer.amount)
        expired = held.expires is not None and held.expires <= self._when
        if expired and transfer.act is Act.SETTLE:
            assert held.expires is not None
            return Fault(refusals.HOLD_EXPIRED, ordinal, account=expiry_text(held.expires))
        return None

    def _move(self, transfer: Transfer, code: Code) -> None:
        amount = transfer.amount
        posted = amount if transfer.act in {Act.POST, Act.SETTLE} else 0
        held = {Act.POST: 0, Act.HOLD: amount}.get(transfer.act, -amount)
        source = self._account(transfer.source)
        self.accounts[transfer.source] = source._replace(
            posted_out=source.posted_out + posted, held_out=source.held_out + held
        )
        target = self._account(transfer.target)
        self.accounts[transfer.target] = target._replace(
            posted_in=target.posted_in + posted, held_in=target.held_in + held
        )
        known = self._hold(transfer.hold)
        if transfer.act is Act.HOLD and known is None:
            self.holds[transfer.hold] = Hold(
                transfer.hold,
                transfer.source,
                transfer.target,
                amount,
                amount,
                code.name,
                transfer.expires,
            )
        elif transfer.act in {Act.SETTLE, Act.RELEASE} and known is not None:
            self.holds[transfer.hold] = known._replace(left=known.left - amount)


_EMPTY = Account()

"""A random walk over the ledger against a naive auditor that keeps nothing but lists."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qingshan.core.ledger.book import Asset, Book
from qingshan.core.ledger.invariants import broken
from qingshan.core.ledger.model import (
    AccountId,
    AccountKind,
    AssetKind,
    Chain,
    Transfer,
    hold,
    post,
    release,
    settle,
)
from qingshan.core.ledger.rules import apply_batch

START = datetime.fromisoformat("2024-05-01T08:00:00+08:00")
SUPPLY = AccountId("T", "registry", AccountKind.SUPPLY)
RETIRED = AccountId("T", "registry", AccountKind.RETIRED)
PARTIES = [AccountId("T", f"party:{n}", AccountKind.PARTY) for n in range(3)]
ESCROWS = [AccountId("T", f"party:{n}", AccountKind.ESCROW) for n in range(3)]

parties = st.sampled_from(PARTIES)
amounts = st.integers(0, 60)
hold_keys = st.sampled_from(["H1", "H2", "H3"])


class Ledger(RuleBasedStateMachine):
    """Each step is a chain of one or two transfers; the auditor says whether it must pass."""

    @initialize()
    def open(self):
        self.book = Book.of(Asset("T", AssetKind.CARBON))
        self.when = START
        self.number = 0
        self.sent: list[Chain] = []
        self.units: dict[AccountId, int] = defaultdict(int)
        self.held: dict[str, list] = {}

    def act(self, *transfers: Transfer, passes: bool) -> bool:
        self.number += 1
        chain = Chain(f"k{self.number}", "trade", transfers)
        before = self.book
        self.book, (reply,) = apply_batch(self.book, [chain], when=self.when)
        assert reply.accepted == passes, reply
        if passes:
            self.sent.append(chain)
        else:
            assert self.book == before
        return passes

    def free(self, account: AccountId) -> int:
        held = sum(left for source, _, left, _ in self.held.values() if source == account)
        return self.units[account] - held

    @rule(gainer=parties, amount=amounts)
    def issue(self, gainer, amount):
        if self.act(post(SUPPLY, gainer, amount), passes=amount > 0):
            self.units[SUPPLY] -= amount
            self.units[gainer] += amount

    @rule(source=parties, gainer=parties, amount=amounts)
    def move(self, source, gainer, amount):
        passes = 0 < amount <= self.free(source) and source != gainer
        if self.act(post(source, gainer, amount), passes=passes):
            self.units[source] -= amount
            self.units[gainer] += amount

    @rule(source=parties, amount=amounts)
    def retire(self, source, amount):
        if self.act(post(source, RETIRED, amount), passes=0 < amount <= self.free(source)):
            self.units[source] -= amount
            self.units[RETIRED] += amount

    @rule(gainer=parties, amount=st.integers(1, 5))
    def bring_back(self, gainer, amount):
        self.act(post(RETIRED, gainer, amount), passes=False)

    @rule(number=st.integers(0, 2), key=hold_keys, amount=amounts, hours=st.none() | st.just(2))
    def set_aside(self, number, key, amount, hours):
        source, target = PARTIES[number], ESCROWS[number]
        expires = None if hours is None else self.when + timedelta(hours=hours)
        passes = 0 < amount <= self.free(source) and key not in self.held
        if self.act(hold(key, source, target, amount, expires=expires), passes=passes):
            self.held[key] = [source, target, amount, expires]

    @rule(number=st.integers(0, 2), key=hold_keys, amount=amounts, buyer=parties)
    def deliver(self, number, key, amount, buyer):
        source, target = PARTIES[number], ESCROWS[number]
        passes = self.fits(key, source, amount) and not self.ended(key)
        delivery = settle(key, source, target, amount), post(target, buyer, amount)
        if self.act(*delivery, passes=passes):
            self.units[source] -= amount
            self.units[buyer] += amount
            self.held[key][2] -= amount

    @rule(number=st.integers(0, 2), key=hold_keys, amount=amounts)
    def give_back(self, number, key, amount):
        source, target = PARTIES[number], ESCROWS[number]
        passes = self.fits(key, source, amount)
        if self.act(release(key, source, target, amount), passes=passes):
            self.held[key][2] -= amount

    def fits(self, key: str, source: AccountId, amount: int) -> bool:
        known = self.held.get(key)
        return known is not None and known[0] == source and 0 < amount <= known[2]

    def ended(self, key: str) -> bool:
        expires = self.held[key][3]
        return expires is not None and expires <= self.when

    @rule(hours=st.integers(0, 3))
    def wait(self, hours):
        self.when += timedelta(hours=hours)

    @rule(data=st.data())
    def repeat(self, data):
        if self.sent:
            chain = data.draw(st.sampled_from(self.sent))
            before = self.book
            self.book, (reply,) = apply_batch(before, [chain], when=self.when)
            assert reply.accepted
            assert not reply.first_time
            assert self.book == before

    @rule(data=st.data())
    def repeat_with_other_content(self, data):
        if self.sent:
            chain = data.draw(st.sampled_from(self.sent))
            other = Chain(chain.key, chain.code, (*chain.transfers, post(SUPPLY, PARTIES[0], 1)))
            before = self.book
            self.book, (reply,) = apply_batch(before, [other], when=self.when)
            assert [refusal.code for refusal in reply.refusals] == ["E-LG-12"]
            assert self.book == before

    @invariant()
    def nothing_is_broken(self):
        if hasattr(self, "book"):
            assert not broken(self.book)
            for account, units in self.units.items():
                assert self.book.account(account).balance == units
            for account in PARTIES:
                assert self.book.available(account) == self.free(account)

    def teardown(self):
        """From an empty book all accepted chains at once give the same book."""
        if hasattr(self, "book"):
            again = Book.of(Asset("T", AssetKind.CARBON))
            again, replies = apply_batch(again, self.sent, when=START)
            assert all(reply.accepted for reply in replies)
            assert again.accounts == self.book.accounts
            assert again.holds == self.book.holds


Ledger.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLedger = Ledger.TestCase

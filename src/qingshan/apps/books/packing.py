"""Chains packed into the arrays that the database function takes, and its answer unpacked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from qingshan.apps.base.prepared import InText
from qingshan.core.kernel.digest import canonical
from qingshan.core.kernel.errors import Refusal
from qingshan.core.ledger import refusals
from qingshan.core.ledger.codes import CODES
from qingshan.core.ledger.model import Act, AssetKind, Chain, Reply, booking_day
from qingshan.core.ledger.rules import Fault, day_sealed, expiry_text, refusals_of_shape, say

CALL = "books_post($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)"
_ACTS = {Act.POST: 0, Act.HOLD: 1, Act.SETTLE: 2, Act.RELEASE: 3}


class Batch:
    """Chains on their way through the door; those of wrong shape never reach it."""

    def __init__(self, chains: Sequence[Chain], when: datetime) -> None:
        self._chains = chains
        self._when = when
        self._replies: dict[int, Reply] = {}
        self.waiting: list[int] = []
        for place, chain in enumerate(chains):
            assert chain.key, "a chain has a key"
            wrong = refusals_of_shape(chain)
            if wrong:
                self._refuse(place, wrong)
            else:
                self.waiting.append(place)

    def arguments(self) -> list[InText]:
        """The parameters of ``CALL`` for the chains that wait, each in PostgreSQL's text form."""
        accounts: dict[str, int] = {}
        holds: dict[str, int] = {}
        keys: dict[str, int] = {}
        first: list[int] = []
        owner: list[int] = []
        last: list[int] = []
        moves: list[tuple[int, int, int, int, int]] = []
        expires: list[str] = []
        chains = [self._chains[place] for place in self.waiting]
        for number, chain in enumerate(chains, 1):
            first.append(keys.setdefault(chain.key, number))
            owner += [number] * len(chain.transfers)
            for act, source, target, amount, hold, ends in _rows(chain):
                moves.append(
                    (
                        act,
                        accounts.setdefault(source, len(accounts) + 1),
                        accounts.setdefault(target, len(accounts) + 1),
                        amount,
                        holds.setdefault(hold, len(holds) + 1) if hold else 0,
                    )
                )
                if ends is not None:
                    expires += ["null"] * (len(moves) - 1 - len(expires)) + [ends.isoformat()]
            last.append(len(moves))
        arguments = [
            self._when.isoformat().encode(),
            booking_day(self._when).isoformat().encode(),
            _texts(accounts),
            _texts([chain.key for chain in chains]),
            _plain([chain.digest for chain in chains]),
            _plain([chain.code for chain in chains]),
            _facts(chains),
            _numbers([] if len(keys) == len(chains) else first),
            _plain(["t" if CODES[chain.code].passes_freeze else "f" for chain in chains]),
            _numbers(last),
            _numbers(owner),
            *(_numbers(column) for column in zip(*moves, strict=True)),
            _plain(expires),
            _texts(holds),
        ]
        return [InText(one) for one in arguments]

    def take(
        self,
        answer: dict[str, Any] | None,
        kinds: Callable[[Iterable[str]], dict[str, AssetKind]],
    ) -> None:
        """Turn the function's answer into replies; ``kinds`` says what the assets are."""
        faults: dict[int, list[Fault]] = {}
        if answer is not None:
            for number, when in answer["repeats"]:
                place = self.waiting[number - 1]
                self._replies[place] = Reply(
                    self._chains[place].key,
                    accepted=True,
                    first_time=False,
                    when=datetime.fromisoformat(when).astimezone(self._when.tzinfo),
                )
            for number, day in answer["sealed"]:
                place = self.waiting[number - 1]
                sealed = date.fromisoformat(day)
                self._refuse(place, (day_sealed(self._chains[place], self._when, sealed),))
            for number, *fault in answer["faults"]:
                faults.setdefault(self.waiting[number - 1], []).append(Fault(*fault))
        if faults:
            named = kinds(t.source.asset for p in faults for t in self._chains[p].transfers)
            for place, found in faults.items():
                chain = self._chains[place]
                self._refuse(place, say(chain, [_with_expiry(chain, f) for f in found], named))
        for place in self.waiting:
            if place not in self._replies:
                key = self._chains[place].key
                self._replies[place] = Reply(key, accepted=True, when=self._when)
        self.waiting = []

    def refuse_unknown(self, accounts: Sequence[str]) -> None:
        """Refuse the chains that name accounts in assets which are not open."""
        unknown = {account.partition("/")[0] for account in accounts}
        still: list[int] = []
        for place in self.waiting:
            chain = self._chains[place]
            missing = unknown & {t.source.asset for t in chain.transfers}
            if missing:
                self._refuse(
                    place,
                    tuple(
                        Refusal(refusals.ASSET_UNKNOWN, chain.key, {"asset": asset})
                        for asset in sorted(missing)
                    ),
                )
            else:
                still.append(place)
        assert len(still) < len(self.waiting), "an account was neither found nor made"
        self.waiting = still

    def replies(self) -> list[Reply]:
        """The replies in the order of the chains."""
        return [self._replies[place] for place in range(len(self._chains))]

    def _refuse(self, place: int, found: tuple[Refusal, ...]) -> None:
        self._replies[place] = Reply(self._chains[place].key, accepted=False, refusals=found)


def _with_expiry(chain: Chain, fault: Fault) -> Fault:
    """An expiry is said in one way, whether it stands in the hold or in the new transfer."""
    if fault.code != refusals.HOLD_EXPIRED:
        return fault
    asked = chain.transfers[fault.ordinal - 1].expires
    expires = datetime.fromisoformat(fault.account) if fault.account else asked
    assert expires is not None
    return fault._replace(account=expiry_text(expires))


def _rows(chain: Chain) -> Iterator[tuple[int, str, str, int, str, datetime | None]]:
    for t in chain.transfers:
        yield _ACTS[t.act], t.source.text, t.target.text, t.amount, t.hold, t.expires


def _facts(chains: Sequence[Chain]) -> bytes:
    if not any(chain.facts for chain in chains):
        return _numbers([])
    return _texts([canonical(dict(c.facts)).decode() if c.facts else "{}" for c in chains])


def _numbers(values: Iterable[int]) -> bytes:
    return b"{%s}" % ",".join(map(str, values)).encode()


def _plain(values: Iterable[str]) -> bytes:
    """An array of words that need no quotes: digests, codes, flags, moments."""
    return b"{%s}" % ",".join(values).encode()


def _texts(values: Iterable[str]) -> bytes:
    """An array of any texts, quoted."""
    quoted = [
        value.replace("\\", "\\\\").replace('"', '\\"') if "\\" in value or '"' in value else value
        for value in values
    ]
    return b'{"%s"}' % '","'.join(quoted).encode() if quoted else b"{}"

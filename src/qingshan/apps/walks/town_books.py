"""What holds in the town after each step, and what is re-added after each hundredth.

After each step only what the step touched is looked at, but of that everything: the counters of
every account against the transfers that are new, the digest of each new chain, each touched hold
against its transfers and against the rooms that rely on it, the numbers cut off tickets, what went
into the sinks, fees, the money at the bank, and that an act left one event or, refused, nothing.
After each hundredth the whole ledger is re-added and held against all rooms, so that what was
touched without a trace is found then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import F, Model

from qingshan.apps.agreement.comparing import mismatches
from qingshan.apps.agreement.promises import HOLDING, broken, holds_of
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.journal import model_of
from qingshan.apps.base.models import Event
from qingshan.apps.base.verb import verbs
from qingshan.apps.books import audit
from qingshan.apps.books.following import Counters, Follower
from qingshan.apps.custody.models import Difference
from qingshan.apps.exchange.models import Trade
from qingshan.apps.registry.models import Cut, Ticket
from qingshan.core.ledger.model import AccountId, AccountKind
from qingshan.core.market.settlement import MONEY

EMPTY = (AccountKind.ESCROW, AccountKind.CLEARING, AccountKind.LENDER, AccountKind.COURT)
"""What passes through these accounts leaves them in the same chain; holds only point to them."""

Kinds = dict[tuple[str, AccountKind], int]


class Watch:
    """Looks at the books of a town; what it saw last is what the next step is held against."""

    def __init__(self) -> None:
        self._follower = Follower()
        self._before = _kinds(self._follower.look().counters)
        self._event = _newest(_EVENT)
        self._cut = _newest(_CUT)
        self._ends = _ends()

    def look(self, step: int, brought_fen: int, *, acted: bool | None = None) -> None:
        """Hold what a step touched against its transfers, its rows and its event.

        ``acted`` says whether its act came through, and None that the clock acted, too.

        Raises
        ------
        AssertionError
            Naming the step and everything that differs.
        """
        events = _EVENTS.rows(self._event)
        news = self._follower.look()
        wrong = [f"{each}" for each in news.wrong]
        acts = sum(name == verbs()[verb].event for _, name, verb, *_ in events)
        if acted is not None and (acts != acted or (events and not acts)):
            wrong.append(f"{acts} events of an act that {'was' if acted else 'was not'}")
        subjects = [_subject(*told) for _, _, _, *told in events]
        holds = {
            *news.holds,
            *(hold for subject in subjects if subject for hold in holds_of(subject)),
        }
        wrong += [f"{each}" for each in broken(holds)]
        now = self._before if news.is_quiet else _kinds(news.counters)
        if not news.is_quiet:
            wrong += _sums_wrong(news.counters, now)
        wrong += _changes_wrong(self._before, now, brought_fen, _fees(events, subjects))
        wrong += self._numbers_wrong(now)
        assert not wrong, f"after step {step}: {'; '.join(wrong)}"
        self._before = now
        self._event = max([self._event, *(key for key, *_ in events)])

    def look_closely(self, step: int, *, deep: bool) -> None:
        """Re-add the ledger from its transfers, and hold each room against it.

        ``deep`` computes every chain's digest and every seal again, too.
        """
        differs = audit.verify() if deep else None
        assert differs is None, f"after step {step}: {differs}"
        wrong = [f"{each}" for each in mismatches()]
        # The bank of the town never errs in its balances: what differs is named by its movement.
        wrong += [f"{each}" for each in Difference.objects.filter(kind="balance")]
        assert not wrong, f"after step {step}: {'; '.join(wrong)}"

    def _numbers_wrong(self, now: Kinds) -> Iterator[str]:
        """Numbers that are new out of circulation: without gaps, and as many as went into sinks."""
        cuts = _CUTS.rows(self._cut)
        out: Counter[str] = Counter()
        for key, ticket, lower, upper, certified in cuts:
            asset, end = self._ends[ticket]
            if lower != end:
                yield f"numbers of {asset} go on at {lower}, not at {end}"
            if certified is not None and certified != upper - lower:
                yield f"{certified} certified for {upper - lower} numbers of {asset}"
            self._ends[ticket] = (asset, upper)
            self._cut = max(self._cut, key)
            out[asset] += upper - lower
        gone: Counter[str] = Counter()
        for (asset, kind), balance in now.items():
            if kind.sink and asset != MONEY:
                gone[asset] += balance - self._before.get((asset, kind), 0)
        for asset in sorted({*out, *gone}):
            if out[asset] != gone[asset]:
                yield f"{gone[asset]} of {asset} went out of circulation, {out[asset]} numbers"


def _kinds(counters: Mapping[str, Counters]) -> Kinds:
    """The balance of all accounts of one kind in an asset."""
    told: Kinds = {}
    for name, (posted_in, posted_out, _, _) in counters.items():
        account = _account(name)
        key = account.asset, account.kind
        told[key] = told.get(key, 0) + posted_in - posted_out
    return told


def _sums_wrong(counters: Mapping[str, Counters], now: Kinds) -> Iterator[str]:
    sums: dict[str, list[int]] = {}
    for name, (posted_in, posted_out, held_in, held_out) in counters.items():
        told = sums.setdefault(_account(name).asset, [0, 0])
        told[0] += posted_in - posted_out
        told[1] += held_out - held_in
    for asset, (total, apart) in sorted(sums.items()):
        if total:
            yield f"balances of {asset} sum to {total}"
        if apart:
            yield f"{apart} of {asset} is held from accounts and not for accounts"
    for (asset, kind), balance in now.items():
        if kind in EMPTY and balance:
            yield f"{asset}/{kind} keeps {balance}"


def _changes_wrong(before: Kinds, now: Kinds, brought_fen: int, fees_fen: int) -> Iterator[str]:
    for key in sorted({*before, *now}):
        asset, kind = key
        change = now.get(key, 0) - before.get(key, 0)
        if kind is AccountKind.BANK and change != -brought_fen:
            yield f"the bank gave {-change} fen and {brought_fen} were paid in"
        elif kind is AccountKind.FEE and change != fees_fen:
            yield f"{change} fen of fees came in, {fees_fen} from deals"
        elif kind is AccountKind.SUPPLY and change:
            yield f"{asset}/{kind} changed by {change}"
        elif kind is AccountKind.BUFFER and change > 0:
            yield f"{asset}/{kind} grew by {change}"
        elif kind.sink and change < 0:
            yield f"{asset}/{kind} gave {-change} back"


def _subject(model: str, key: int) -> Model | None:
    """What an event is about, when something may be held for it."""
    found = model_of(Event(subject=model))
    return found._default_manager.get(pk=key) if issubclass(found, HOLDING) else None


@lru_cache(maxsize=4_096)
def _account(name: str) -> AccountId:
    return AccountId.parse(name)


def _fees(events: Sequence[tuple[Any, ...]], subjects: Sequence[Model | None]) -> int:
    """What the deals of some events pay as fees, or get back."""
    signs = {"trade.settled": 1, "trade.corrected": -1}
    return sum(
        signs.get(name, 0) * (deal.buyer_fee_fen + deal.seller_fee_fen)
        for (_, name, *_), deal in zip(events, subjects, strict=True)
        if isinstance(deal, Trade)
    )


def _ends() -> dict[int, tuple[str, int]]:
    """The series of each ticket, and the first of its numbers that is still in circulation."""
    ends = {one.pk: (one.asset, one.block.lower) for one in Ticket.objects.order_by("pk")}
    for ticket, upper in Cut.objects.order_by("span").values_list("ticket", "span__endswith"):
        ends[ticket] = (ends[ticket][0], upper)
    return ends


def _newest(what: Fixed) -> int:
    found = what.row()
    return 0 if found is None else int(found[0])


_EVENT = Fixed(lambda: Event.objects.order_by("-pk").values_list("pk")[:1])
_EVENTS = Fixed(
    lambda after: (
        Event.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", "name", "verb", "subject", "subject_id")
    ),
    int,
)
_CUT = Fixed(lambda: Cut.objects.order_by("-pk").values_list("pk")[:1])
_CUTS = Fixed(
    lambda after: (
        Cut.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list(
            "pk", "ticket", F("span__startswith"), F("span__endswith"), "retirement__quantity"
        )
    ),
    int,
)

"""The town: made-up people who do what comes to their minds at the register and the exchange.

Every step is told by its number and the seed alone, from what the database holds: a town that is
killed goes on where its journal ends, and its journal becomes the one that it would have become.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import QuerySet

import qingshan.apps.walks.town_after
import qingshan.apps.walks.town_auctions
import qingshan.apps.walks.town_bank
import qingshan.apps.walks.town_money
import qingshan.apps.walks.town_rights
import qingshan.apps.walks.town_rules
import qingshan.apps.walks.town_surveillance
import qingshan.apps.walks.town_zones  # noqa: F401  each enters its acts
from qingshan.apps.auctions.jobs import serve_due as serve_auctions
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.models import Event
from qingshan.apps.books.sealing import seal_past_days
from qingshan.apps.custody.models import BankLine, BankStatement, Difference, PayIn, PayOut
from qingshan.apps.exchange.jobs import add_up, expire_due, note_large, settle_due
from qingshan.apps.remedies.jobs import serve_due
from qingshan.apps.surveillance.jobs import watch_until
from qingshan.apps.walks.refusals import ANOTHER_TOWN
from qingshan.apps.walks.town_acts import ACTS, Intent, Town
from qingshan.apps.walks.town_books import Watch
from qingshan.core.kernel.digest import canonical
from qingshan.core.kernel.errors import Refused

BEGIN = datetime(2024, 4, 1, 9, 0, tzinfo=SHANGHAI)
LONGEST = timedelta(days=900)
"""The holidays of the years until then are entered."""

GAP = timedelta(minutes=25)
KEY = "town"
FULL_EVERY, DEEP_EVERY = 100, 2_000
STATEMENTS = 45
CRASHING, REPEATED = 0.05, 0.03
"""The share of acts that are broken off at some statement, and of those that are sent twice."""

OF_THE_INSTALLATION = {"certificate", "beneficiary"}
"""Facts that differ from one database to the next: signed papers, numbers of rows."""


class Crash(Exception):
    """An act is broken off in its middle, as by a power cut."""


@dataclass
class Tally:
    """What happened in a run of steps."""

    first: int = 0
    last: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    idle: int = 0
    crashed: int = 0
    repeated: int = 0
    nights: int = 0
    audits: int = 0

    def told(self) -> dict[str, Any]:
        """As plain values."""
        return {
            **vars(self),
            "done": dict(sorted(self.done.items())),
            "refused": dict(sorted(self.refused.items())),
        }


@dataclass(frozen=True)
class Plan:
    """How long a town lives, by which seed."""

    seed: int
    steps: int

    def moment(self, step: int) -> datetime:
        """When a step happens; a long life is lived in shorter steps."""
        return BEGIN + step * min(GAP, LONGEST / self.steps)

    def step_at(self, when: datetime) -> int:
        """The step that happens at a moment."""
        return round((when - BEGIN) / min(GAP, LONGEST / self.steps))

    def is_night(self, step: int) -> bool:
        """Whether a day ended before this step."""
        return self.moment(step).date() > self.moment(step - 1).date()

    def chance(self, step: int, what: str = "") -> random.Random:
        """The dice of a step."""
        return random.Random(f"{self.seed}/{step}/{what}")  # noqa: S311  dice, no secrets


def live(town: Town, plan: Plan, *, tell: Callable[[Tally], None] = lambda tally: None) -> Tally:
    """Take the steps that are still to come; ``tell`` hears of each hundredth.

    Raises
    ------
    AssertionError
        When units, money, holds, orders or seals do not agree after a step, with what differs and
        what was done.
    Refused
        E-WK-03 when another town lives in this database.
    """
    start = _next_step(plan)
    tally, watch = Tally(first=start, last=start - 1), Watch()
    for step in range(start, plan.steps + 1):
        with _told(plan, step):
            if plan.is_night(step):
                _broken_off(plan, step, partial(_night, plan.moment(step)), tally)
                tally.nights += 1
                watch.look(step, 0)
            done = _act(town, plan, step, tally)
            watch.look(step, _brought(done, plan.moment(step)), acted=done is not None)
            tally.last = step
            if step % FULL_EVERY == 0 or step == plan.steps:
                watch.look_closely(step, deep=step % DEEP_EVERY == 0 or step == plan.steps)
                tally.audits += 1
                tell(tally)
    return tally


def journal_digest() -> str:
    """The digest of all that was done since the town began, in order."""
    told = sha256()
    for event in _lived().iterator(chunk_size=2_000):
        facts = {k: v for k, v in event.facts.items() if k not in OF_THE_INSTALLATION}
        when = event.when.astimezone(SHANGHAI).isoformat()
        told.update(canonical([event.name, event.verb, when, facts]))
    return told.hexdigest()


def _next_step(plan: Plan) -> int:
    """Where the journal ends: a step whose act is written is over, one with a night is not."""
    newest = _lived().last()
    if newest is None:
        return 1
    first = _lived().filter(key__startswith=f"{KEY}/").first()
    begun = plan.step_at(first.when) if first else 0
    # An act on many things tells each before itself, under its own key and that of the thing.
    is_ours = first and f"{first.key}/".startswith(f"{_key(plan, begun)}/")
    if first and not (is_ours and first.when == plan.moment(begun)):
        raise Refused.because(ANOTHER_TOWN, first.key, seed=plan.seed, steps=plan.steps)
    step = plan.step_at(newest.when)
    return step + 1 if newest.key == _key(plan, step) else step


@contextmanager
def _told(plan: Plan, step: int) -> Iterator[None]:
    """Say with a fault which step it was, and how to see it again."""
    try:
        yield
    except AssertionError as fault:
        journal = _lived().filter(key=_key(plan, step)).first()
        did = f"{journal.verb} {journal.facts}" if journal else "nothing, or what was refused"
        fault.add_note(f"seed {plan.seed}, step {step} of {plan.steps}: {did}")
        raise


def _lived() -> QuerySet[Event]:
    """What was done since the last of the cast came in."""
    founded = Event.objects.filter(key__startswith="cast/").order_by("pk").last()
    assert founded is not None, "a town is founded first"
    return Event.objects.filter(pk__gt=founded.pk).order_by("pk")


def _key(plan: Plan, step: int) -> str:
    return f"{KEY}/{plan.seed}/{step}"


def _night(when: datetime) -> None:
    """What the clock does: deals are delivered, orders lapse, auctions are decided, days sealed."""
    settle_due(when)
    expire_due(when)
    serve_auctions(when)
    serve_due(when)
    note_large(when)
    watch_until(when)
    add_up(when)
    seal_past_days(when)


def _act(town: Town, plan: Plan, step: int, tally: Tally) -> Any:
    """Somebody does something, perhaps; answers what was done, or nothing."""
    chance, when = plan.chance(step), plan.moment(step)
    (name,) = chance.choices(list(ACTS), [act.weight for act in ACTS.values()])
    intent = ACTS[name].plan(town, chance, when)
    if intent is None:
        tally.idle += 1
        return None
    call = Call(intent.by.actor, when, _key(plan, step))
    try:
        done = _broken_off(plan, step, lambda: intent.verb(call, **intent.given), tally)
    except Refused as fault:
        tally.refused.update(refusal.code for refusal in fault.refusals)
        return None
    tally.done[name] += 1
    if plan.chance(step, "again").random() < REPEATED:
        _send_again(intent, call, done, tally)
    return done


def _brought(done: Any, when: datetime) -> int:
    """What an act of a moment brought into the town, or took out of it, in fen."""
    if isinstance(done, PayIn):
        return done.amount_fen
    if isinstance(done, BankStatement) and done.booked == when:
        return sum(_new_at(line, done.booked) for line in done.lines.all())
    if isinstance(done, Difference) and done.state == "corrected":
        return done.amount_fen
    return -done.amount_fen if isinstance(done, PayOut) and done.state == "paid" else 0


def _new_at(line: BankLine, booked: datetime | None) -> int:
    """What a movement brought that was booked together with its statement."""
    paid = line.pay_in.when if line.pay_in else line.pay_out.paid if line.pay_out else None
    return line.amount_fen if paid == booked else 0


def _send_again(intent: Intent, call: Call, done: Any, tally: Tally) -> None:
    """Somebody did not hear the answer and asks again: the same answer, and nothing more."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True)
    before = newest[0]
    again = intent.verb(call, **intent.given)
    assert (again.pk, newest[0]) == (done.pk, before), f"done twice: {call.key}"
    tally.repeated += 1


def _broken_off(plan: Plan, step: int, act: Callable[[], Any], tally: Tally) -> Any:
    """The answer of an act that is perhaps broken off at some statement, and then tried again."""
    chance = plan.chance(step, "crash")
    if chance.random() < CRASHING:
        try:
            with _crashing(chance.randrange(1, STATEMENTS)):
                return act()
        except Crash:
            tally.crashed += 1
    return act()


@contextmanager
def _crashing(at: int) -> Iterator[None]:
    """Break off at the ``at``-th statement; one that has fewer comes through."""
    count = 0

    def run(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:  # noqa: FBT001
        nonlocal count
        count += 1
        if count == at:
            raise Crash(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield

"""Acts of one kind that meet are done together: who has the turn does those of all who wait.

Acts that draw one number or book on one account follow one upon another anyhow. One transaction
for all that wait costs little more than one for the first of them: its statements, its locks and
its way to the disk are shared. Every act keeps its own key, event and answer. What does not go
with the others (a refusal, a key that is known, anything unforeseen) its caller does alone, and
hears the reasons then (decision 0030).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db import Error
from django.db.models import Model

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.prepared import Asked, Prepared

PATIENCE_S, PAUSE_MS, MOST = 10, 3, 50
"""How long an act waits to be begun, who has the turn for others, and how many go together."""

_HOUSE = 0x5153
"""The first half of the names of turns among the advisory locks of the database."""
_TURN = Prepared(
    "call base_wait_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, null, null, null)"
)
_UNLOCK = Prepared("select pg_advisory_unlock($1, $2)")
_DROP = Prepared("delete from base_waiting where id = any($1)")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class WaitingAct:
    """An act that waits: who, when and by which key, its arguments, and the digest of both."""

    call: Call
    arguments: Mapping[str, Any]
    content: str = ""
    place: int = 0


@dataclass(frozen=True)
class Turn:
    """The acts that whoever has the turn does, and how a turn ends.

    ``own`` is the place of the act whose caller has it; one whose key is known is not among them.
    """

    verb: str
    acts: Sequence[WaitingAct]
    own: int

    @property
    def over(self) -> Asked:
        """That nobody waits any more, to be sent as part of the transaction that did the acts."""
        return _DROP, [[self.own, *(act.place for act in self.acts)]]

    @property
    def passed_on(self) -> Asked:
        """That the next may have the turn, to be sent behind the commit."""
        return _UNLOCK, turn_lock(self.verb)


class Apart(Exception):
    """Acts that cannot go with the others, seen too late to leave them out: each with its reason.

    Their transaction is taken back; ``reasons`` are by place among the acts that were asked.
    """

    def __init__(self, reasons: Mapping[int, Exception]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


def all_there(model: type[Model], found: Collection[int], asked: Sequence[int]) -> None:
    """Whether the rows that acts ask for were found, each act at its place.

    Raises
    ------
    Apart
        The acts whose rows are not there.
    """
    missing = {
        place: model.DoesNotExist(  # type: ignore[attr-defined]
            f"no {model._meta.object_name} has the key {key}"
        )
        for place, key in enumerate(asked)
        if key not in found
    }
    if missing:
        raise Apart(missing)


Left = tuple[str, str, int]
"""What the journal says of a key: digest of its content, model and key of its subject."""


def gathered(verb: str, act: WaitingAct, do: Callable[[Turn], Any]) -> tuple[Any, Left | None]:
    """Wait for the turn and do all that waits, unless another has done it meanwhile.

    Answers what ``do`` says, and what the journal says of the act where another did it. Both are
    None when the act is to be done alone. Not to be called inside a transaction: others have to
    see that the act waits.
    """
    call, arguments = act.call, json.dumps(dict(act.arguments))
    who = (call.actor.name, _actor_told(call.actor))
    told = (*who, call.key, act.content, call.when.isoformat(), call.note, arguments)
    row = _TURN.row(verb, *told, *turn_lock(verb), PATIENCE_S, PAUSE_MS, MOST)
    assert row is not None
    own, waiting, done = row
    if waiting is None:
        return None, tuple(json.loads(done)) if done else None
    turn = Turn(verb, [_act(one) for one in json.loads(waiting)], own)
    try:
        return do(turn), None
    except Exception:
        _LOG.warning("%s of %d acts is done one by one", verb, len(turn.acts), exc_info=True)
        _leave(turn)
        return None, None
    except BaseException:
        _leave(turn)
        raise


def _leave(turn: Turn) -> None:
    """Take the own act out of the line, and let the next have the turn."""
    try:
        _DROP.changed([turn.own])
        statement, number = turn.passed_on
        statement.row(*number)
    except Error:
        _LOG.warning("the turn ends with its connection", exc_info=True)


def turn_lock(verb: str) -> tuple[int, int]:
    return _HOUSE, crc32(verb.encode()) - (1 << 31)


def _actor_told(actor: Actor) -> str:
    told = {"name": actor.name, "account": actor.account}
    return json.dumps(told | {"roles": sorted(actor.roles), "parties": sorted(actor.parties)})


def _act(told: Mapping[str, Any]) -> WaitingAct:
    who = told["actor"]
    actor = Actor(who["name"], frozenset(who["roles"]), frozenset(who["parties"]), who["account"])
    call = Call(actor, datetime.fromisoformat(told["when"]), told["key"], told["note"])
    return WaitingAct(call, told["arguments"], told["content"], told["id"])

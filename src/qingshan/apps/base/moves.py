"""The guard that lets a thing move only as its machine says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol

from qingshan.apps.base.call import Call
from qingshan.apps.base.refusals import MOVE_ABSENT
from qingshan.apps.base.roles import role_missing
from qingshan.apps.base.verb import verb_label, verbs
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label, enumerated
from qingshan.core.kernel.machine import Machine


class Moving(Protocol):
    """A model with a state and the machine that rules it."""

    machine: ClassVar[Machine]
    state: str


def advance(thing: Moving, verb: str, call: Call) -> None:
    """Set the state that the verb leads to.

    Raises
    ------
    Refused
        E-MC-01 when the machine has no such move from the present state, E-AU-01 when the actor
        holds neither the move's role nor one of the verb's.
    """
    move = thing.machine.move(verb, thing.state)
    label = verb_label(verb)
    if move is None:
        sources = [m.source for m in thing.machine.moves if m.verb == verb]
        raise _absent(thing, sources, label)
    card = verbs().get(verb)
    # The move names the role that it mostly waits for; the verb's card says who else may do it.
    roles = dict.fromkeys((move.role, *(card.roles if card else ())))
    if not call.actor.may(*roles):
        raise role_missing(call.actor, label, roles)
    thing.state = move.target


def must_be_in(thing: Moving, states: Iterable[str], act: Label) -> None:
    """Refuse (E-MC-01) an act that leaves the state as it is but is open in certain states only."""
    if thing.state not in states:
        raise _absent(thing, states, act)


def _absent(thing: Moving, states: Iterable[str], act: Label) -> Refused:
    return Refused.because(
        MOVE_ABSENT,
        str(thing),
        thing=str(thing),
        state=thing.machine.label(thing.state),
        act=act,
        sources=enumerated(thing.machine.label(state) for state in states),
    )

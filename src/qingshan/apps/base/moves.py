"""The guard that lets a thing move only as its machine says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol

from qingshan.apps.base import refusals
from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import role_label
from qingshan.apps.base.verb import verb_label, verbs
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
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
        raise Refused.because(
            refusals.ROLE_MISSING,
            call.actor.shown,
            act=label.zh,
            act_en=label.en,
            roles="、".join(role_label(role).zh for role in roles),
            roles_en=", ".join(role_label(role).en for role in roles),
        )
    thing.state = move.target


def must_be_in(thing: Moving, states: Iterable[str], act: Label) -> None:
    """Refuse (E-MC-01) an act that leaves the state as it is but is open in certain states only."""
    if thing.state not in states:
        raise _absent(thing, states, act)


def _absent(thing: Moving, states: Iterable[str], act: Label) -> Refused:
    sources = [thing.machine.label(state) for state in states]
    return Refused.because(
        refusals.MOVE_ABSENT,
        str(thing),
        thing=str(thing),
        state=thing.machine.label(thing.state).zh,
        state_en=thing.machine.label(thing.state).en,
        act=act.zh,
        act_en=act.en,
        sources="、".join(source.zh for source in sources),
        sources_en=", ".join(source.en for source in sources),
    )

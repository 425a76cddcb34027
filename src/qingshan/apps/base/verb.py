"""The one way in which anything changes: one act, one transaction, one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from django.db import IntegrityError, connection, models, transaction

from qingshan.apps.base import durable, journal
from qingshan.apps.base.call import Call
from qingshan.apps.base.gathering import Apart, Turn, WaitingAct, gathered
from qingshan.apps.base.last import NOTHING, Last
from qingshan.apps.base.roles import ROLES, role_missing
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

P = ParamSpec("P")
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Part:
    """What happened to one of many things in an act, as the verb for that thing alone tells it."""

    event: str
    subject: models.Model
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done(Generic[M]):
    """What a verb did: the thing it made or changed, and the facts for the journal.

    ``parts`` are other things that the act brought to an end with it, each told by an event of its
    own before that of the act: who follows such a thing hears of it whatever act it was.
    ``last`` is what is still to be sent, in one message with the event.
    """

    subject: M
    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: Sequence[Part] = ()
    last: Last = NOTHING


@dataclass(frozen=True)
class Verb:
    """The card of a verb, for the guard, the inbox, the documentation and the tests."""

    name: str
    room: str
    event: str
    label: Label
    roles: tuple[str, ...]


_VERBS: dict[str, Verb] = {}


def verbs() -> Mapping[str, Verb]:
    """Every verb imported so far, by name."""
    return dict(_VERBS)


def event_label(event: str, verb: str) -> Label:
    """What happened by an event: what the verb is called that leaves it, alone or as a part.

    An event that no verb of today leaves is called as the verb that left it.
    """
    told = (card.label for card in _VERBS.values() if card.event == event)
    return next(told, verb_label(verb))


def verb_label(name: str) -> Label:
    """What a verb is called on a page."""
    card = _VERBS.get(name)
    return card.label if card else Label(name, name.replace("_", " "))


@dataclass(frozen=True)
class Together:
    """Many acts of a verb in one transaction: for each what it did or why it is refused.

    ``last`` is what is still to be sent for all, in the message that ends the transaction; an error
    in it may mean ``Apart`` for some of the acts.
    """

    told: Sequence[Done[Any] | Refused]
    last: Last = NOTHING


DoTogether = Callable[[Sequence[WaitingAct]], Together]


def alone(together: DoTogether, call: Call, **arguments: Any) -> Done[Any]:
    """One act by what does many.

    Raises
    ------
    Refused
        What keeps it.
    """
    try:
        done = together([WaitingAct(call, arguments)])
    except Apart as apart:
        raise apart.reasons[0] from None
    (told,) = done.told
    if isinstance(told, Refused):
        raise told
    return replace(told, last=done.last)


def verb(
    *, event: str, label: Label, roles: tuple[str, ...], together: DoTogether | None = None
) -> Callable[[Callable[Concatenate[Call, P], Done[M]]], Callable[Concatenate[Call, P], M]]:
    """Make a function the verb that its name says.

    The wrapped function runs in one transaction after the role was checked; it returns ``Done``.
    The caller gets the subject. The same key with the same arguments gives the first answer again
    and changes nothing; the same key with other arguments is refused (E-MC-02). Acts that meet are
    done by ``together`` where that is given, each as if it were alone (``gathering.py``).
    """
    assert set(roles) <= set(ROLES), f"unknown roles: {set(roles) - set(ROLES)}"

    def dress(
        function: Callable[Concatenate[Call, P], Done[M]],
    ) -> Callable[Concatenate[Call, P], M]:
        name = function.__name__
        room = function.__module__.split(".")[2]
        _VERBS[name] = Verb(name, room, event, label, roles)

        @wraps(function)
        def act(call: Call, *args: P.args, **kwargs: P.kwargs) -> M:
            content = digest_of({"verb": name, "arguments": kwargs})
            is_whole = not connection.in_atomic_block
            if together is not None and is_whole and call.actor.may(*roles):
                gone = _gone_along(_VERBS[name], together, WaitingAct(call, kwargs, content))
                if gone is not None:
                    return gone  # type: ignore[return-value]
            try:
                with transaction.atomic():
                    known = journal.answer(call, name, content)
                    if known is not None:
                        # It may have been there for everybody a moment before the disk has it.
                        durable.written()
                        return known  # type: ignore[return-value]
                    _check_role(call, roles, label)
                    done = function(call, *args, **kwargs)
                    told = {"name": event, "verb": name, "content": content}
                    try:
                        with done.last.heard():
                            journal.append(call, **told, done=done, is_last=is_whole)
                    except Apart as apart:
                        raise apart.reasons[0] from None
                    return done.subject
            except (IntegrityError, Refused):
                # Two calls with one new key met: the other one won, and its answer stands.
                first = journal.answer(call, name, content)
                if first is None:
                    raise
                durable.written()
                return first  # type: ignore[return-value]

        return cast("Callable[Concatenate[Call, P], M]", act)

    return dress


def _gone_along(card: Verb, together: DoTogether, act: WaitingAct) -> models.Model | None:
    """What an act did in the turn of all who waited; None when it is to be done alone."""
    subject, left = gathered(card.name, act, lambda turn: _done_in(turn, card, together))
    if left is not None and left[0] == act.content:
        subject = journal.subject_of(*left[1:])
    return cast("models.Model | None", subject)


def _done_in(turn: Turn, card: Verb, together: DoTogether) -> models.Model | None:
    """Do what waits in one transaction; answers the subject of the own act if it is done."""
    apart: set[int] = set()
    while True:
        try:
            with transaction.atomic():
                acts = [act for act in _first(card, turn) if act.place not in apart]
                gone = together(acts) if acts else Together(())
                told = zip(acts, gone.told, strict=True)
                done = [(act, one) for act, one in told if isinstance(one, Done)]
                with gone.last.heard():
                    journal.append_all(done, name=card.event, turn=turn, last=gone.last.asked)
        except Apart as late:
            apart |= {acts[place].place for place in late.reasons}
        else:
            return next((one.subject for act, one in done if act.place == turn.own), None)


def _first(card: Verb, turn: Turn) -> list[WaitingAct]:
    """The acts whose actors have the role, each key once, in the order in which they came."""
    first: dict[tuple[str, str], WaitingAct] = {}
    for act in turn.acts:
        if act.call.actor.may(*card.roles):
            first.setdefault((act.call.actor.name, act.call.key), act)
    return list(first.values())


def _check_role(call: Call, roles: tuple[str, ...], label: Label) -> None:
    if not call.actor.may(*roles):
        raise role_missing(call.actor, label, roles)

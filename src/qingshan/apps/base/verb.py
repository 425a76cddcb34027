"""The one way in which anything changes: one act, one transaction, one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from django.db import IntegrityError, connection, models, transaction

from qingshan.apps.base import durable, journal, refusals
from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import ROLES, role_label
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
    """

    subject: M
    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: Sequence[Part] = ()


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


def verb_label(name: str) -> Label:
    """What a verb is called on a page."""
    card = _VERBS.get(name)
    return card.label if card else Label(name, name.replace("_", " "))


def verb(
    *, event: str, label: Label, roles: tuple[str, ...]
) -> Callable[[Callable[Concatenate[Call, P], Done[M]]], Callable[Concatenate[Call, P], M]]:
    """Make a function the verb that its name says.

    The wrapped function runs in one transaction after the role was checked; it returns ``Done``.
    The caller gets the subject. The same key with the same arguments gives the first answer again
    and changes nothing; the same key with other arguments is refused (E-MC-02).
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
                    journal.append(call, **told, done=done, is_last=is_whole)
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


def _check_role(call: Call, roles: tuple[str, ...], label: Label) -> None:
    if not call.actor.may(*roles):
        raise Refused.because(
            refusals.ROLE_MISSING,
            call.actor.shown,
            act=label.zh,
            act_en=label.en,
            roles="、".join(role_label(role).zh for role in roles),
            roles_en=", ".join(role_label(role).en for role in roles),
        )

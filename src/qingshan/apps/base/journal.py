"""The event journal: append, look up the first answer of a key, read on from a cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, models

from qingshan.apps.base import refusals
from qingshan.apps.base.call import Call
from qingshan.apps.base.durable import ended_early, entered_last
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.gathering import Turn, WaitingAct
from qingshan.apps.base.last import Last
from qingshan.apps.base.models import Event
from qingshan.apps.base.prepared import Asked, answered
from qingshan.apps.base.rows import entered, entering_all, those
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused

MOVED = {"exchange.PayIn": "custody.PayIn"}
"""Models that older events name by the room in which they stood before."""


class _Told(Protocol):
    @property
    def subject(self) -> models.Model: ...

    @property
    def facts(self) -> Mapping[str, Any]: ...


class _Part(_Told, Protocol):
    @property
    def event(self) -> str: ...


class _Done(_Told, Protocol):
    @property
    def parts(self) -> Sequence[_Part]: ...

    @property
    def last(self) -> Last: ...


def append(
    call: Call, *, name: str, verb: str, content: str, done: _Done, is_last: bool = False
) -> Event:
    """Write the one event of an act, in its transaction; ``is_last`` ends that with it.

    The events of its parts stand before it, each under the key of the act and of its thing; what is
    still to be sent goes before both.
    """
    parts = _of_parts(call, verb, content, done)
    before = [*done.last.asked, *([entering_all(parts)] if parts else [])]
    event = _event(call, name, call.key, verb, content, done)
    if is_last:
        entered_last(event, *before)
    else:
        if before:
            answered(*before)
        entered(event)
    done.subject._state.adding = False
    return event


def append_all(
    told: Sequence[tuple[WaitingAct, _Done]], *, name: str, turn: Turn, last: Sequence[Asked]
) -> None:
    """Write the events of acts that were done together, and end their transaction and the turn.

    ``last`` are statements of the acts themselves that go in the same message.
    """
    events: list[Event] = []
    for act, done in told:
        events += _of_parts(act.call, turn.verb, act.content, done)
        events.append(_event(act.call, name, act.call.key, turn.verb, act.content, done))
    written = [entering_all(events)] if events else []
    ended_early(turn.over, *last, *written, after=turn.passed_on)
    for _, done in told:
        done.subject._state.adding = False


def _of_parts(call: Call, verb: str, content: str, done: _Done) -> list[Event]:
    return [
        _event(call, part.event, f"{call.key}/{part.subject.pk}", verb, content, part)
        for part in done.parts
    ]


def _event(call: Call, name: str, key: str, verb: str, content: str, told: _Told) -> Event:
    facts = dict(told.facts)
    subject = told.subject._meta.label
    body = {
        "name": name,
        "actor": call.actor.name,
        "key": key,
        "when": call.when.isoformat(),
        "subject": subject,
        "subject_id": told.subject.pk,
        "facts": facts,
    }
    return Event(
        name=name,
        verb=verb,
        actor=call.actor.name,
        key=key,
        content=content,
        subject=subject,
        subject_id=told.subject.pk,
        when=call.when,
        note=call.note,
        facts=facts,
        digest=digest_of(body),
    )


def answer(call: Call, verb: str, content: str) -> models.Model | None:
    """The subject of the event that this key left before, if any.

    Raises
    ------
    Refused
        E-MC-02 when the key was used with other content.
    """
    row = _ANSWER.row(call.actor.name, verb, call.key)
    if row is None:
        return None
    left, subject, key = row
    if left != content:
        raise Refused.because(refusals.KEY_REUSED, call.key, verb=verb)
    return subject_of(subject, key)


def subject_of(label: str, key: int) -> models.Model:
    """What an event is about, by the name of its model and its key."""
    (found,) = those(_model_named(label), [key])
    return found


def _answer(actor: str, verb: str, key: str) -> models.QuerySet[Event, tuple[Any, ...]]:
    found = Event.objects.filter(actor=actor, verb=verb, key=key)
    return found.values_list("content", "subject", "subject_id")


_ANSWER = Fixed(_answer, str, str, str)
"""What a key left before: every act asks for it."""


def model_of(event: Event) -> type[models.Model]:
    """The model of what an event is about, wherever it stands today."""
    return _model_named(event.subject)


def _model_named(label: str) -> type[models.Model]:
    return apps.get_model(MOVED.get(label, label))


def of_subject(subject: models.Model) -> models.QuerySet[Event]:
    """The events that a thing left, oldest first."""
    label = subject._meta.label
    labels = [label, *(old for old, new in MOVED.items() if new == label)]
    return Event.objects.filter(subject__in=labels, subject_id=subject.pk).order_by("pk")


def after(cursor: int, *, limit: int = 500) -> list[Event]:
    """Events behind a cursor, in order, for jobs of upper rooms.

    Numbers are given before commit: only events of finished transactions are shown, so that a
    reader that remembers the highest number never skips one committed late.
    """
    waiting = Event.objects.filter(pk__gt=cursor, transaction__lt=all_finished_before())
    return list(waiting.order_by("pk")[:limit])


def all_finished_before() -> int:
    """A transaction number of this database below which nothing runs any more.

    A row that is read in a later statement and has a smaller number can have no older brother that
    is still to come. Transactions of other databases on the same server do not count, nor does
    autovacuum, which writes no row; where sessions cannot be told apart, because they belong to
    other roles, the whole server counts.
    """
    with connection.cursor() as handle:
        handle.execute(_RUNNING)
        oldest, following, hidden, running = handle.fetchone()
    if hidden:
        return int(oldest)
    # Sessions tell 32 bits of a number; one that began after ``following`` does not matter.
    behind = [(following - xid) % _ROUND for xid in running]
    return int(following - max((gap for gap in behind if gap < _ROUND // 2), default=0))


_ROUND = 1 << 32
_RUNNING = """
select pg_snapshot_xmin(taken)::text::bigint, pg_snapshot_xmax(taken)::text::bigint,
       exists (
           select from pg_stat_activity
            where datname = current_database() and usename <> current_user
              and not pg_has_role('pg_read_all_stats', 'usage')
       ),
       array(
           select backend_xid::text::bigint from pg_stat_activity
            where datname = current_database() and backend_xid is not null
              and backend_type <> 'autovacuum worker'
            union all
           select transaction::text::bigint from pg_prepared_xacts
            where database = current_database()
       )
  from (select pg_current_snapshot() as taken offset 0) as snapshot
"""

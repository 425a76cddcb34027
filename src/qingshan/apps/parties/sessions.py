"""Sessions that are open: begun, looked after, ended by time or by their owner."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib import auth
from django.db.models import QuerySet
from django.http import HttpRequest

from qingshan.apps.parties import rules, sign_ins
from qingshan.apps.parties.models import User, UserSession

TOKEN = "token"  # noqa: S105  the name under which the session keeps it
SEEN_STEP = timedelta(seconds=60)
"""How often it is written down that a session is alive."""

BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, user: User, *, way: str, when: datetime) -> None:
    """Sign a person in: a new session key, a row in the list, a line in the log."""
    auth.login(request, user, backend=BACKEND)
    sign_ins.record(request, user, way=way, outcome="signed_in", when=when)
    adopt(request, user, when)


def adopt(request: HttpRequest, user: User, when: datetime) -> UserSession:
    """Enter the session of this browser in the list of its owner."""
    token = secrets.token_urlsafe(32)
    request.session[TOKEN] = token
    return UserSession.objects.create(
        user=user,
        token=token,
        began=when,
        seen=when,
        address=sign_ins.address_of(request),
        agent=sign_ins.agent_of(request),
    )


def current(request: HttpRequest) -> UserSession | None:
    """The row of this browser's session."""
    token = request.session.get(TOKEN)
    return UserSession.objects.filter(token=token).first() if token else None


def open_sessions(user: User, when: datetime) -> list[UserSession]:
    """The sessions of a person that are neither ended nor over by time, latest first."""
    rows = user.sessions.filter(ended=None).order_by("-seen")
    return [row for row in rows if not is_over(row, when)]


def is_over(session: UserSession, when: datetime) -> bool:
    """Whether a session was ended, idle for too long, or is too old."""
    day = when.date()
    idle = timedelta(seconds=rules.number("session", "idle_s", "s", day))
    whole = timedelta(seconds=rules.number("session", "whole_s", "s", day))
    return session.ended is not None or when - session.seen > idle or when - session.began > whole


def see(session: UserSession, when: datetime) -> None:
    """Note that a session is alive."""
    if when - session.seen > SEEN_STEP:
        session.seen = when
        session.save(update_fields=["seen"])


def end(sessions: QuerySet[UserSession], when: datetime) -> int:
    """End sessions; answers how many were open."""
    return sessions.filter(ended=None).update(ended=when)


def keep(request: HttpRequest, user: User) -> None:
    """Let this browser's session outlive a change of the password."""
    token = request.session.get(TOKEN)
    auth.update_session_auth_hash(request, user)
    request.session[TOKEN] = token


def finish(request: HttpRequest, *, outcome: str, when: datetime) -> None:
    """Sign the person of this browser out."""
    user = request.user
    if user.is_authenticated:
        row = current(request)
        if row is not None:
            end(UserSession.objects.filter(pk=row.pk), when)
        sign_ins.record(request, user, way="session", outcome=outcome, when=when)
    auth.logout(request)

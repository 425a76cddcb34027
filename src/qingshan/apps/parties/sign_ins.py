"""Who came in, from where and how: trials are written down, and too many are turned away."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from qingshan.apps.base.gate import TurnedAway, client_address
from qingshan.apps.parties import rules
from qingshan.apps.parties.models import SignIn, User
from qingshan.apps.parties.refusals import TOO_MANY_ASKED, TOO_OFTEN
from qingshan.core.kernel.errors import Refusal

AGENT_LENGTH = 120
TOO_MANY_REQUESTS = 429
FAILURES = ("wrong_password", "wrong_factor")


def record(
    request: HttpRequest, user: User | None, *, way: str, outcome: str, when: datetime
) -> SignIn:
    """Write a trial down; what was typed is not kept, for people type passwords anywhere."""
    return SignIn.objects.create(
        when=when,
        user=user,
        address=address_of(request),
        agent=agent_of(request),
        way=way,
        outcome=outcome,
    )


def address_of(request: HttpRequest) -> str | None:
    """The address of the visitor, if it is known."""
    return client_address(request) or None


def agent_of(request: HttpRequest) -> str:
    """What the browser says of itself, cut short."""
    return request.headers.get("User-Agent", "")[:AGENT_LENGTH]


def named(name: str) -> User | None:
    """The person whose account or only whose e-mail this is."""
    name = name.strip()
    if not name:
        return None
    found = list(User.objects.filter(Q(username=name) | Q(email__iexact=name))[:2])
    exact = [user for user in found if user.username == name]
    return (exact or found)[0] if len(exact or found) == 1 else None


def turn_away(request: HttpRequest, user: User | None, when: datetime) -> None:
    """Refuse (E-SI-01, status 429) after too many failures of an account or an address.

    A success wipes the failures of the account before it, not those of the address.
    """
    recent = SignIn.objects.filter(when__gt=when - _window(when), outcome__in=FAILURES)
    waits = [_wait(recent.filter(address=address_of(request)), "failures_of_address", when)]
    if user is not None:
        last = user.sign_ins.filter(outcome="signed_in").order_by("-when").first()
        own = recent.filter(user=user)
        own = own.filter(when__gt=last.when) if last else own
        waits.append(_wait(own, "failures_of_account", when))
    wait_s = max(waits)
    if wait_s > 0:
        record(request, user, way="password", outcome="turned_away", when=when)
        raise _later(TOO_OFTEN, wait_s)


def turn_crowd_away(request: HttpRequest, way: str, when: datetime) -> None:
    """Refuse (E-SI-12, status 429) an address that signs up or asks for resets too often.

    ``way`` is ``join`` or ``reset``, as these acts stand in the log.
    """
    rows = SignIn.objects.filter(
        when__gt=when - _window(when), address=address_of(request), way=way
    )
    wait_s = _wait(rows, f"{way}s_of_address", when)
    if wait_s > 0:
        raise _later(TOO_MANY_ASKED, wait_s)


def _later(code: str, wait_s: float) -> TurnedAway:
    refusal = Refusal(code, "", {"minutes": math.ceil(wait_s / 60)})
    return TurnedAway(refusal, status=TOO_MANY_REQUESTS, retry_after_s=math.ceil(wait_s))


def _window(when: datetime) -> timedelta:
    return timedelta(seconds=rules.number("sign_in", "window_s", "s", when.date()))


def _wait(rows: QuerySet[SignIn], limit: str, when: datetime) -> float:
    """Seconds until one of the counted rows falls out of the window, or nothing."""
    most = rules.number("sign_in", limit, "count", when.date())
    times = list(rows.order_by("-when").values_list("when", flat=True)[:most])
    if len(times) < most:
        return 0.0
    return (times[-1] + _window(when) - when).total_seconds()

"""Who came in, from where and how: trials are written down, and too many are turned away."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from qingshan.apps.base.gate import TurnedAway, client_address
from qingshan.apps.parties import rules
from qingshan.apps.parties.models import SignIn, User
from qingshan.apps.parties.refusals import TOO_OFTEN
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
    day = when.date()
    window = timedelta(seconds=rules.number("sign_in", "window_s", "s", day))
    recent = SignIn.objects.filter(when__gt=when - window, outcome__in=FAILURES)
    waits = [_wait(recent.filter(address=address_of(request)), "address", window, when)]
    if user is not None:
        last = user.sign_ins.filter(outcome="signed_in").order_by("-when").first()
        own = recent.filter(user=user)
        waits.append(
            _wait(own.filter(when__gt=last.when) if last else own, "account", window, when)
        )
    wait_s = max(waits)
    if wait_s > 0:
        record(request, user, way="password", outcome="turned_away", when=when)
        minutes = math.ceil(wait_s / 60)
        refusal = Refusal(TOO_OFTEN, "", {"minutes": minutes})
        raise TurnedAway(refusal, status=TOO_MANY_REQUESTS, retry_after_s=math.ceil(wait_s))


def _wait(failures: QuerySet[SignIn], whose: str, window: timedelta, when: datetime) -> float:
    """Seconds until one of the counted failures falls out of the window, or nothing."""
    most = rules.number("sign_in", f"failures_of_{whose}", "count", when.date())
    times = list(failures.order_by("-when").values_list("when", flat=True)[:most])
    if len(times) < most:
        return 0.0
    return (times[-1] + window - when).total_seconds()

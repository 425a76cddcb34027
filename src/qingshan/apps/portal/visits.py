"""How often a stranger may ask."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.http import HttpRequest

from qingshan.apps.base.gate import TurnedAway, client_address, limit, masked
from qingshan.apps.portal.refusals import ASKED_OFTEN
from qingshan.core.kernel.errors import Refusal

_COUNT = """
insert into portal_visitcount (visitor, count, ends) values (%s, 1, %s)
on conflict (visitor) do update set count = portal_visitcount.count + 1 returning count
"""
_FORGET = """
delete from portal_visitcount where visitor in
(select visitor from portal_visitcount where ends <= %s for update skip locked)
"""


def count_visit(
    request: HttpRequest, when: datetime, *, kind: str = "checks", refusal: str = ASKED_OFTEN
) -> None:
    """Count a request of a client's address; people who are signed in are not counted.

    ``kind`` names the row that says how many are allowed: heavy checks, or reads of the interface.
    All processes of the site count together. The address is kept only as a keyed digest that
    differs from window to window, and only until its window ends.

    Raises
    ------
    TurnedAway
        ``refusal``, status 429.
    """
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return
    window_s = limit("gate", "window_s", "s", when.date())
    allowed = limit("gate", f"{kind}_in_window", "count", when.date())
    moment = int(when.timestamp())
    window, passed_s = divmod(moment, window_s)
    left_s = window_s - passed_s
    visitor = masked(f"{kind}/{window}/{client_address(request)}").hex()
    forget_visits(when)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [visitor, datetime.fromtimestamp(moment + left_s, UTC)])
        (count,) = cursor.fetchone()
    if count > allowed:
        facts = {"count": allowed, "window_min": f"{window_s / 60:g}", "wait_s": left_s}
        raise TurnedAway(Refusal(refusal, "", facts), status=429, retry_after_s=left_s)


def forget_visits(when: datetime) -> None:
    """Erase the counts of windows that are over."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [when])

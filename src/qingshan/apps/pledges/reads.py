"""Which pledges stand on a series, and how each of them stands."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.books import reads as books
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge, PledgeRelease
from qingshan.apps.pledges.rules import answer_due, monitoring_terms, warning_days
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, AccountKind, booking_day


def standing_pledges(asset: str) -> QuerySet[Pledge]:
    """Pledges not yet released."""
    return Pledge.objects.filter(asset=asset, state__in=STANDING).order_by("pk")


def pledges_shown(asset: str) -> list[Pledge]:
    """The same with their pledgees, for a page that shows them."""
    found: list[Pledge] = _SHOWN.objects(asset)
    return found


_SHOWN = Fixed(lambda asset: standing_pledges(asset).select_related("pledgee"), str)


def pledges_to_release(parties: Iterable[int]) -> QuerySet[Pledge]:
    """Standing pledges of some parties on either side of which nobody has proposed the end."""
    standing = pledges_with(parties).filter(state__in=STANDING)
    return standing.exclude(releases__state="proposed").order_by("pk")


def open_releases(pledge: Pledge) -> QuerySet[PledgeRelease]:
    """The proposal to release a pledge that nobody has answered, if there is one."""
    return pledge.releases.filter(state="proposed")


def releases_to_answer(parties: Iterable[int]) -> QuerySet[PledgeRelease]:
    """What waits for the word of some parties."""
    return _proposed().filter(counterparty__in=list(parties))


def releases_proposed_by(parties: Iterable[int]) -> QuerySet[PledgeRelease]:
    """What some parties may still take back."""
    return _proposed().filter(proposer__in=list(parties))


def unanswered(today: date) -> list[PledgeRelease]:
    """Proposals whose time to answer is over, for the registrar; none while that is not known."""
    found = []
    for one in _proposed():
        due = answer_day(one)
        if due is not None and due < today:
            found.append(one)
    return found


def answer_day(release: PledgeRelease) -> date | None:
    """The last day to answer a proposal; None while the holidays of that year are not entered."""
    try:
        return answer_due(booking_day(release.proposed))
    except Refused:
        return None


def _proposed() -> QuerySet[PledgeRelease]:
    rows = PledgeRelease.objects.select_related("pledge", "proposer", "counterparty")
    return rows.filter(state="proposed").order_by("pk")


def pledges_with(parties: Iterable[int] | None) -> QuerySet[Pledge]:
    """Pledges of some parties on either side, or of everybody, newest first."""
    rows = Pledge.objects.select_related("pledgor", "pledgee", "receiver").order_by("-pk")
    if parties is None:
        return rows
    mine = list(parties)
    return rows.filter(Q(pledgor__in=mine) | Q(pledgee__in=mine))


def monitored_until(assets: Iterable[str]) -> dict[str, date]:
    """The last day of the monitored period of each series."""
    numbers = {asset.removeprefix("ticket:") for asset in assets}
    rows = Ticket.objects.filter(number__in=numbers).select_related("monitoring")
    return {row.asset: row.monitoring.period.last for row in rows}


def warnings_of(pledge: Pledge, today: date, monitored: date | None = None) -> Iterator[Label]:
    """What a bank has to look at: term, monitoring, a suspended ticket, a freeze by a court.

    ``monitored`` is the last day of the monitored period, as ``monitored_until`` tells it.
    """
    if pledge.state not in STANDING:
        return
    left = (pledge.until - today).days
    if left < 0:
        yield Label(f"已到期 {-left} 天", f"{-left} days past its end")
    elif left <= warning_days(today):
        yield Label(f"还有 {left} 天到期", f"ends in {left} days")
    if monitored:
        yield from _monitoring_ends(monitored, today)
    if books.series_of([pledge.asset])[pledge.asset].is_frozen:
        yield Label("碳票已暂停", "the ticket is suspended")
    if books.is_frozen(AccountId(pledge.asset, pledge.pledgor.owner, AccountKind.PARTY)):
        yield Label("出质人持有被冻结", "the pledgor's units are frozen")


def monitoring_due(monitored: date, today: date) -> date:
    """By when what a ticket rests on is to be monitored again."""
    years, _ = monitoring_terms(today)
    longest = monthrange(monitored.year + years, monitored.month)[1]
    return date(monitored.year + years, monitored.month, min(monitored.day, longest))


def _monitoring_ends(monitored: date, today: date) -> Iterator[Label]:
    """Whether what the ticket rests on was to be monitored again by now, or soon."""
    years, days = monitoring_terms(today)
    due = monitoring_due(monitored, today)
    if due < today:
        yield Label(
            f"监测期止于 {monitored}，已满 {years} 年未再监测",
            f"monitored until {monitored} and not again within {years} years",
        )
    elif (due - today).days <= days:
        yield Label(
            f"监测期将届满：止于 {monitored}，应在 {due} 前再次监测",
            f"monitored until {monitored}, to be monitored again by {due}",
        )

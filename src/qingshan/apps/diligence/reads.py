"""Which consents stand, which sheets somebody may read, and what a paper is a sheet of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from qingshan.apps.base.numbering import is_whole, typed, written
from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.registry.models import Ticket

KIND, SERIES = "rights_check", "HC"
"""What the seal of a sheet says that it is, and the letters that its number begins with."""


def consents_with(parties: Iterable[int] | None) -> QuerySet[RightsConsent]:
    """Consents of some parties on either side, or of everybody, newest first."""
    rows = RightsConsent.objects.select_related("ticket", "holder", "bank").order_by("-pk")
    return rows if parties is None else rows.filter(_of(parties))


def checks_with(parties: Iterable[int] | None) -> QuerySet[RightsCheck]:
    """Sheets of some parties on either side, or of everybody, newest first."""
    rows = RightsCheck.objects.select_related("ticket", "holder", "bank", "consent", "pledge")
    rows = rows.order_by("-pk")
    return rows if parties is None else rows.filter(_of(parties))


def _of(parties: Iterable[int]) -> Q:
    mine = list(parties)
    return Q(holder__in=mine) | Q(bank__in=mine)


def asked_consent(ticket: int, holder: int, bank: int) -> RightsConsent | None:
    """The request of a bank that the holder has not answered."""
    return RightsConsent.objects.filter(
        ticket=ticket, holder=holder, bank=bank, state="asked"
    ).first()


def standing_consent(ticket: int, holder: int, bank: int, today: date) -> RightsConsent | None:
    """The consent on which a sheet may be made today."""
    rows = RightsConsent.objects.filter(ticket=ticket, holder=holder, bank=bank, state="granted")
    return rows.filter(until__gte=today).order_by("-until").first()


def own_pledge(ticket: Ticket, holder: int, bank: int) -> Pledge | None:
    """The bank's own security in these units, which is consent enough."""
    rows = Pledge.objects.filter(asset=ticket.asset, pledgor=holder, pledgee=bank)
    return rows.filter(state__in=STANDING).order_by("pk").first()


def unused_consents(parties: Iterable[int], today: date) -> QuerySet[RightsConsent]:
    """Consents to some banks on which no sheet was made yet."""
    rows = consents_with(None).filter(bank__in=list(parties), state="granted", until__gte=today)
    return rows.filter(checks=None)


def sheet_numbered(number: str) -> RightsCheck | None:
    """The sheet of a number, however it was typed; None when it is the number of something else."""
    series, digits = typed(number)
    if series != SERIES or not is_whole(digits):
        return None
    wanted = written(series, digits)
    return RightsCheck.objects.filter(number=wanted).select_related("ticket").first()

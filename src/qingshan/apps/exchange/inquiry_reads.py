"""Inquiries as those concerned may see them: the buyer, and whoever was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from qingshan.apps.books import reads as books
from qingshan.apps.exchange.inquiry_models import Inquiry, Invitation, Quotation
from qingshan.core.ledger.model import AccountKind


def holders_of(asset: str) -> list[int]:
    """The parties that hold units of a series now, in the order of their keys."""
    rows = books.balances_of_asset(asset).items()
    owners = {
        account.owner
        for account, balance in rows
        if account.kind is AccountKind.PARTY and balance.posted
    }
    return sorted(
        int(owner.removeprefix("party:")) for owner in owners if owner.startswith("party:")
    )


def inquiries_with(parties: Iterable[int]) -> QuerySet[Inquiry]:
    """Inquiries that some parties made or were asked in, newest first."""
    mine = list(parties)
    asked = Invitation.objects.filter(holder__in=mine).values("inquiry")
    rows = Inquiry.objects.filter(Q(buyer__in=mine) | Q(pk__in=asked)).select_related("buyer")
    standing = Count("quotations", filter=Q(quotations__state="standing"))
    return rows.annotate(standing=standing).order_by("-pk")


def inquiries_by(parties: Iterable[int]) -> QuerySet[Inquiry]:
    """Open inquiries of some parties."""
    return Inquiry.objects.filter(state="open", buyer__in=list(parties)).order_by("pk")


def inquiries_offered(parties: Iterable[int], now: datetime) -> QuerySet[Inquiry]:
    """Open inquiries of some parties to which something was offered."""
    offered = Quotation.objects.filter(state="standing").values("inquiry")
    return inquiries_by(parties).filter(pk__in=offered, expires__gt=now)


def invitations_waiting(parties: Iterable[int], now: datetime) -> QuerySet[Invitation]:
    """Where one of these parties was asked and has neither offered nor declined."""
    mine = list(parties)
    live = Invitation.objects.filter(state="asked", holder__in=mine, inquiry__state="open")
    offered = Quotation.objects.filter(holder__in=mine, state="standing").values("inquiry")
    waiting = live.filter(inquiry__expires__gt=now).exclude(inquiry__in=offered)
    return waiting.select_related("inquiry", "inquiry__buyer", "holder").order_by("pk")


def quotations_by(parties: Iterable[int]) -> QuerySet[Quotation]:
    """Standing offers of some parties."""
    mine = Quotation.objects.filter(state="standing", holder__in=list(parties))
    return mine.select_related("inquiry").order_by("pk")


def invitation_for(inquiry: Inquiry, parties: Iterable[int]) -> Invitation | None:
    """The invitation of one of these parties."""
    return inquiry.invitations.filter(holder__in=list(parties)).select_related("holder").first()


def quotations_on(inquiry: Inquiry, *, holder: int | None = None) -> QuerySet[Quotation]:
    """What was offered, by everybody or by one holder, the best price first."""
    rows = inquiry.quotations.select_related("holder").order_by("price_fen", "pk")
    return rows if holder is None else rows.filter(holder=holder)


def due_inquiries(now: datetime) -> list[int]:
    """Inquiries whose time is over, for the timer."""
    live = Inquiry.objects.filter(state="open", expires__lte=now)
    return list(live.values_list("pk", flat=True))


def due_quotations(now: datetime) -> list[int]:
    """Offers whose time is over while their inquiry stands, for the timer."""
    live = Quotation.objects.filter(state="standing", expires__lte=now, inquiry__expires__gt=now)
    return list(live.values_list("pk", flat=True))

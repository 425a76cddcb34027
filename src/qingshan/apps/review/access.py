"""Who sees what of a review, and in which part somebody meets it."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.apps.base.call import Actor
from qingshan.apps.review.drawing import parties_of
from qingshan.apps.review.models import Panel, Seat
from qingshan.apps.review.reads import members_of

ORGANISERS = ("registrar", "forestry_signer")


@dataclass(frozen=True)
class Part:
    """Somebody's part in a panel: a seat, the organiser's desk, a party concerned, an onlooker."""

    seat: Seat | None
    is_organiser: bool
    concerned: int | None
    may_look: bool


def part_in(actor: Actor, panel: Panel) -> Part:
    """The part that an actor has in a panel."""
    seat = members_of(panel).filter(expert__party__in=actor.parties).first()
    concerned = next(
        (party.pk for party in parties_of(panel.report) if actor.acts_for(party.pk)), None
    )
    is_organiser = actor.may(*ORGANISERS)
    may_look = bool(seat or is_organiser or concerned) or actor.may("ecology_signer", "auditor")
    return Part(seat, is_organiser, concerned, may_look)

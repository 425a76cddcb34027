"""The page of this room that the operator opens at will, as the workspace shows it."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

ROOM = Label("竞价室", "Auction room")
AUCTIONS = Label("单向竞价", "Auctions")


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(ROOM, "auction_desk")] if actor.may("operator") else []

"""The pages of this room that one opens at will, as the workspace shows them."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

MONEY = Label("资金", "Money")
CUSTODY = Label("资金存管", "Custody of money")
WATCHERS = ("operator", "auditor")
HOLDERS = ("applicant", "trader", "court")
"""Those who may have money: who trades, and a court that buys in the judicial zone."""

DOORS = (
    (MONEY, "money", HOLDERS),
    (CUSTODY, "custody", WATCHERS),
)


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(label, name) for label, name, roles in DOORS if actor.may(*roles)]

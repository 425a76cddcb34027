"""The pages of this room that one opens at will, as the workspace shows them."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

HOLDS = Label("司法冻结", "Freezes by courts")
ROLES = ("court", "registrar")
SUBSCRIPTIONS = Label("司法认购单", "Court-ordered purchases")
SELLERS = ("applicant", "trader")
WATCHERS = ("operator", "auditor")
"""Those who see every court-ordered purchase."""
CONCERNED = ("court", *SELLERS, *WATCHERS)

DOORS = ((HOLDS, "holds", ROLES), (SUBSCRIPTIONS, "subscriptions", CONCERNED))


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(label, name) for label, name, roles in DOORS if actor.may(*roles)]

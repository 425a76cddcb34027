"""The pages of this room that an office opens at will, as the workspace shows them."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

SIGNING = Label("会签台", "Signing desk")
TICKETS = Label("碳票登记", "Tickets")
TRANSFERS = Label("非交易过户", "Transfers without a trade")

DOORS = (
    (SIGNING, "signing", ("forestry_signer", "ecology_signer", "registrar")),
    (TICKETS, "ticket_desks", ("registrar",)),
    (TRANSFERS, "transfers", ("registrar",)),
)


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(label, name) for label, name, roles in DOORS if actor.may(*roles)]

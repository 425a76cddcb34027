"""The page of this room that one opens at will, as the workspace shows it."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

PLEDGES = Label("质押", "Pledges")
ROLES = ("bank", "applicant", "trader", "registrar", "auditor")
OVERSEERS = ("registrar", "auditor")


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(PLEDGES, "pledges")] if actor.may(*ROLES) else []

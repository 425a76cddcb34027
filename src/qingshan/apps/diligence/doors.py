"""The page of this room that one opens at will, as the workspace shows it."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.apps.parties.acting import DESK
from qingshan.core.kernel.label import Label

CHECKS = Label("权利核查", "Rights checks")
BANK, HOLDERS = "bank", ("applicant", "trader")
ROLES = (BANK, *HOLDERS, "auditor")
ABOVE = ((DESK, "desk"), (CHECKS, "rights_checks"))
"""What stands above every form of this room."""


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(CHECKS, "rights_checks")] if actor.may(*ROLES) else []

"""The page of this room that one opens at will, as the workspace shows it."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.apps.exchange.doors import OVERSEERS
from qingshan.core.kernel.label import Label

STATEMENT = Label("对账单", "Statement of account")
HOLDERS = ("applicant", "trader", "bank", "court")
ROLES = (*HOLDERS, *OVERSEERS)


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(STATEMENT, "account_statement")] if actor.may(*ROLES) else []

"""The page of this room that a holder opens at will, as the workspace shows it."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.apps.base.roles import HOLDING_ROLES
from qingshan.core.kernel.label import Label

RETIRING = Label("注销与抵消", "Retire and offset")


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(RETIRING, "retiring")] if actor.may(*HOLDING_ROLES) else []

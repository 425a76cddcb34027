"""The page of this room that an office opens at will, as the workspace shows it."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

HOLDS = Label("司法冻结", "Freezes by courts")
ROLES = ("court", "registrar")


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(HOLDS, "holds")] if actor.may(*ROLES) else []

"""The pages of this room as the workspace shows them."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

DOORS: tuple[tuple[Label, str, tuple[str, ...]], ...] = (
    (Label("文书", "Letters"), "letters", ()),
    (
        Label("通知发送记录", "Deliveries"),
        "deliveries",
        ("administrator", "audit_administrator"),
    ),
)


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(label, name) for label, name, roles in DOORS if not roles or actor.may(*roles)]

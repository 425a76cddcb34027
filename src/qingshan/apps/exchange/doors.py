"""The pages of this room that an office opens at will, as the workspace shows them."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.core.kernel.label import Label

TRADING = Label("交易管理", "Trading desk")

DEALS = Label("成交与文书", "Deals and their papers")

INQUIRIES = Label("询价", "Inquiries")

LARGE = Label("大户报告", "Large holdings")
CLEARING = Label("每日清算", "Daily clearing")
OVERSEERS = ("operator", "auditor")
"""Those who see every deal, whoever made it."""
CLEARING_ROLES = ("applicant", "trader", "operator", "auditor")

DOORS = (
    (TRADING, "trading_desk", ("operator",)),
    (INQUIRIES, "inquiries", ("applicant", "trader")),
    (LARGE, "large_holdings", OVERSEERS),
    (DEALS, "deals", (*CLEARING_ROLES, "court")),
    (CLEARING, "clearings", CLEARING_ROLES),
)


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(label, name) for label, name, roles in DOORS if actor.may(*roles)]

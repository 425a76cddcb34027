"""The pages of this room that one opens at will, as the workspace shows them."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.apps.exchange.doors import OVERSEERS
from qingshan.apps.parties.acting import DESK
from qingshan.apps.surveillance.reads import clarifications_of, warnings_of
from qingshan.core.kernel.label import Label

WATCH = Label("交易监控", "Market surveillance")
CLARIFICATIONS = Label("情况说明与警示", "Clarifications and warnings")
ASKED = ("trader", "applicant")
ABOVE = ((DESK, "desk"), (WATCH, "alerts"))
"""What stands above every form of the operator's."""


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name; who was never asked or warned finds no door."""
    found = [(WATCH, "alerts")] if actor.may(*OVERSEERS) else []
    mine = actor.parties if actor.may(*ASKED) else frozenset()
    if mine and (clarifications_of(mine).exists() or warnings_of(mine).exists()):
        found.append((CLARIFICATIONS, "clarifications"))
    return found

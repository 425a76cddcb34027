"""What the events of freezes by courts are about: the court, the debtor, who receives units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qingshan.apps.letters.matter import Facts, Matter
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.units import tonnes_text

ENTERED = ("held", "missing", "until")


def _hold(found: Any, facts: Facts) -> Matter:
    """A freeze as it stood after the event, where the event tells it; officers are not named."""
    now = {
        "held": found.held,
        "missing": found.missing,
        "until": found.until.isoformat() if found.until else "",
    }
    stood = {name: facts.get(name, now[name]) for name in ENTERED}
    taker = Party.objects.get(pk=facts["target"]) if "target" in facts else None
    ticket = found.ticket.number
    return Matter(
        number=found.number,
        ref=found.number,
        title=ticket,
        parties={
            "authority": [found.court_id],
            "holder": [found.holder_id],
            "to": [taker.pk] if taker else [],
        },
        # Everybody sees the ticket; the freeze with its officers the court alone.
        page=("ticket", {"number": ticket}),
        pages={"authority": ("hold", {"number": found.number})},
        facts={
            "ticket": ticket,
            "court": list(found.court.label),
            "debtor": list(found.holder.label),
            "case": found.case_number,
            "ruling": found.ruling_number,
            "assistance": found.notice_number,
            "asked": tonnes_text(found.quantity),
            "frozen": tonnes_text(stood["held"]),
            "waiting": tonnes_text(stood["missing"]),
            "until": stood["until"],
            "later": found.ground,
            "freed": tonnes_text(facts.get("released", 0)),
            "moved": tonnes_text(facts.get("quantity", 0)),
            "receiver": list(taker.label) if taker else "",
        },
    )


COURT_TELLERS: Mapping[str, Callable[[Any, Facts], Matter]] = {"remedies.JudicialHold": _hold}
"""By the model of the event's subject."""

"""The order to retire units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Ticket
from qingshan.core.ledger.model import Transfer


@dataclass(frozen=True)
class Order:
    """What is to be retired, by whom, for whom and why."""

    ticket: Ticket
    party: Party
    quantity: int
    purpose: str
    beneficiary: str
    statement: str = ""
    case_number: str = ""
    code: str = "retire"
    before: Sequence[Transfer] = ()

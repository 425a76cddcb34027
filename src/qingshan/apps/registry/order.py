"""The order to retire units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Ticket
from qingshan.core.ledger.model import Transfer


@dataclass(frozen=True)
class Order:
    """What is to be retired, by whom, for whom and why.

    ``before`` are transfers of the same chain that come first; ``is_delivered`` says that they
    bring the units which are retired. ``facts`` stand in the chain beside those of the retirement.
    """

    ticket: Ticket
    party: Party
    quantity: int
    purpose: str
    beneficiary: str
    statement: str = ""
    case_number: str = ""
    code: str = "retire"
    before: Sequence[Transfer] = ()
    is_delivered: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)

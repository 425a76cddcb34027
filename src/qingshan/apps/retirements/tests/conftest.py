"""A ticket of the farm, and the verbs of this room with short names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.retirements.models import RetirementPool
from qingshan.apps.retirements.naming import named
from qingshan.apps.retirements.people import share
from qingshan.apps.retirements.verbs.add_shares import add_shares
from qingshan.apps.retirements.verbs.close_pool import close_pool
from qingshan.apps.retirements.verbs.open_pool import open_pool
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.units import carbon
from qingshan.core.sheets.identity import with_check_character

CODE = with_check_character("91520000DEM000099")
DAYS = {"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 3)}


@dataclass
class Desk:
    """The farm at its desk."""

    office: Any
    ticket: Ticket

    def retire(self, tonnes: str = "1", *, whom: dict[str, str], **changes: Any) -> Retirement:
        told = {"purpose": "event", "subject": "2026 年年会", **DAYS, **changes}
        return retire_units(
            self.office.call("farm"),
            ticket=self.ticket.pk,
            party=self.office.party("farm"),
            quantity=carbon(tonnes),
            beneficiary=whom,
            **told,
        )

    def pool(self, **changes: Any) -> RetirementPool:
        told = {"purpose": "event", "subject": "春季植树跑", **DAYS, **changes}
        return open_pool(
            self.office.call("farm"),
            ticket=self.ticket.pk,
            party=self.office.party("farm"),
            beneficiary=named("self"),
            **told,
        )

    def add(self, pool: RetirementPool, *people: tuple[str, int], part: str = "farm") -> None:
        shares = [share(name, kg) for name, kg in people]
        add_shares(self.office.call(part), pool=pool.pk, shares=shares)

    def close(self, pool: RetirementPool) -> RetirementPool:
        return close_pool(self.office.call("farm"), pool=pool.pk)


@pytest.fixture(scope="module")
def desk(office) -> Desk:
    return Desk(office, office.issued())


@pytest.fixture
def open_desk(open_office) -> Desk:
    return Desk(open_office, open_office.issued())

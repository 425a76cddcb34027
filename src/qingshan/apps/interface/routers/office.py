"""The registrar's acts by program: units that change hands without a trade. Each act has a key."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import Bearer, called
from qingshan.apps.interface.named import parties_named, ticket_named
from qingshan.apps.interface.problem import CREATED, MADE
from qingshan.apps.interface.routers.own import Key, Tonnes
from qingshan.apps.interface.telling import moment, tonnes
from qingshan.apps.registry.models import HoldingTransfer
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.core.kernel.units import carbon

router = Router(tags=["office"])


class Transfer(Told):
    """Units that change hands by inheritance, merger or judgment."""

    ticket: str = Field(max_length=30, description="碳票编号 number of the ticket")
    source: str = Field(max_length=120, description="转出方 credit code or name as entered")
    target: str = Field(max_length=120, description="转入方 credit code or name as entered")
    tonnes: Tonnes
    ground: Literal["inheritance", "merger", "judgment"] = Field(description="事由 ground")
    document: str = Field(min_length=1, max_length=120, description="依据文件 the paper behind it")


@router.post(
    "office/transfers",
    auth=Bearer("transfers:write"),
    response=MADE,
    url_name="api_transfer",
)
def transfer(request: HttpRequest, told: Transfer, key: Key) -> Any:
    """Move units from one holder to another on a paper that orders or proves it."""
    giver, taker = parties_named([("source", told.source), ("target", told.target)])
    done = transfer_holding(
        called(request),
        ticket=ticket_named(told.ticket).pk,
        source=giver.pk,
        target=taker.pk,
        quantity=carbon(told.tonnes),
        ground=told.ground,
        document=told.document,
    )
    return CREATED, _told(done)


def _told(row: HoldingTransfer) -> dict[str, Any]:
    return {
        "number": row.number,
        "ticket": row.ticket.number,
        "source": row.source.name,
        "target": row.target.name,
        "tonnes": tonnes(row.quantity),
        "ground": row.ground,
        "document": row.document,
        "when": moment(row.when),
    }

"""The registrar's acts by program: units that change hands without a trade, one or many.

Each act has a key.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.interface.asked import WRONG, Told
from qingshan.apps.interface.bearer import Bearer, called
from qingshan.apps.interface.named import parties_named, ticket_named
from qingshan.apps.interface.problem import CREATED, MADE
from qingshan.apps.interface.routers.own import Key, Tonnes
from qingshan.apps.interface.telling import moment, tonnes
from qingshan.apps.registry import transfer_lines
from qingshan.apps.registry.models import HoldingTransfer
from qingshan.apps.registry.moving import count_wrong
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.units import carbon

router = Router(tags=["office"])


Ground = Annotated[Literal["inheritance", "merger", "judgment"], Field(description="事由 ground")]
Paper = Annotated[
    str, Field(min_length=1, max_length=120, description="依据文件 the paper behind it")
]


class Line(Told):
    """Units that change hands."""

    ticket: str = Field(max_length=30, description="碳票编号 number of the ticket")
    source: str = Field(max_length=120, description="转出方 credit code or name as entered")
    target: str = Field(max_length=120, description="转入方 credit code or name as entered")
    tonnes: Tonnes


class Transfer(Line):
    """Units that change hands by inheritance, merger or judgment."""

    ground: Ground
    document: Paper


class TransferOrderTold(Told):
    """Several transfers that rest on one paper: all are made, or none."""

    ground: Ground
    document: Paper
    transfers: list[Line] = Field(description="各笔过户 each transfer with its parts")


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


@router.post(
    "office/transfer-orders",
    auth=Bearer("transfers:write"),
    response=MADE,
    url_name="api_transfer_order",
)
def transfer_order(request: HttpRequest, told: TransferOrderTold, key: Key) -> Any:
    """Make all transfers that one paper orders, or none and tell everything that is wrong."""
    lines = [
        transfer_lines.Told(one.ticket, one.source, one.target, carbon(one.tonnes))
        for one in told.transfers
    ]
    refuse_all(count_wrong(len(lines), now().date()))
    found = transfer_lines.named(lines)
    if found.unknown:
        seen = transfer_lines.preview_of_words(lines, now().date())
        raise TurnedAway.all(seen.wrong, status=WRONG)
    done = transfer_holdings(
        called(request),
        ground=told.ground,
        document=told.document,
        lines=[asdict(line) for line in found.lines.values()],
    )
    rows = done.transfers.select_related("ticket", "source", "target").order_by("pk")
    return CREATED, {
        "number": done.number,
        "ground": done.ground,
        "document": done.document,
        "when": moment(done.when),
        "count": done.count,
        "tonnes": tonnes(done.quantity),
        "transfers": [_told(row) for row in rows],
    }


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

"""What the clock does in the market: it settles deals, lets orders lapse, notes, adds up."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.conf import settings
from procrastinate.contrib.django import app

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.workdays import if_known
from qingshan.apps.exchange.holding_reads import holdings_of, series_traded, standing_large
from qingshan.apps.exchange.inquiry_reads import due_inquiries, due_quotations
from qingshan.apps.exchange.reads import due_bids, due_blocks, due_deliveries, due_listings
from qingshan.apps.exchange.trading_days import is_after_close
from qingshan.apps.exchange.verbs.add_up_uses import add_up_uses
from qingshan.apps.exchange.verbs.end_large_holding import end_large_holding
from qingshan.apps.exchange.verbs.expire_bid import expire_bid
from qingshan.apps.exchange.verbs.expire_block import expire_block
from qingshan.apps.exchange.verbs.expire_inquiry import expire_inquiry
from qingshan.apps.exchange.verbs.expire_listing import expire_listing
from qingshan.apps.exchange.verbs.expire_quotation import expire_quotation
from qingshan.apps.exchange.verbs.note_large_holding import note_large_holding
from qingshan.apps.exchange.verbs.settle_together import settle_together
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.core.kernel.errors import Refused
from qingshan.core.ledger.model import booking_day

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="expire_listings", pass_context=False)
def expire_listings(timestamp: int) -> None:
    """Every five minutes: release what is left of orders whose time is over."""
    expire_due(now())


def expire_due(moment: datetime) -> None:
    """Let every order lapse whose time is over at a moment, the oldest first."""
    for key in due_listings(moment):
        expire_listing(Call(SYSTEM, moment, f"expire/{key}"), listing=key)
    for key in due_bids(moment):
        expire_bid(Call(SYSTEM, moment, f"expire-bid/{key}"), bid=key)
    for key in due_blocks(moment):
        expire_block(Call(SYSTEM, moment, f"expire-block/{key}"), block=key)
    for key in due_quotations(moment):
        expire_quotation(Call(SYSTEM, moment, f"expire-quotation/{key}"), quotation=key)
    for key in due_inquiries(moment):
        expire_inquiry(Call(SYSTEM, moment, f"expire-inquiry/{key}"), inquiry=key)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="settle_deals", pass_context=False)
def settle_deals(timestamp: int) -> None:
    """Every minute: deliver what waits; where hours of trading are kept, after the close."""
    moment = now()
    if not settings.TRADING_HOURS or is_after_close(moment):
        settle_due(moment)


def settle_due(moment: datetime) -> None:
    """Deliver all that waits; what cannot be delivered waits on, where the operator sees it."""
    together, alone = due_deliveries()
    for key in together:
        with suppress(Refused):
            settle_together(Call(SYSTEM, moment, f"settle-from/{key}/{moment}"), after=key)
    for key in alone:
        with suppress(Refused):
            settle_trade(Call(SYSTEM, moment, f"settle/{key}"), trade=key)


@app.periodic(cron="30 7 * * *")
@app.task(queueing_lock="note_large_holdings", pass_context=False)
def note_large_holdings(timestamp: int) -> None:
    """Half an hour after the close (15:30 in China)."""
    note_large(now())


def note_large(moment: datetime) -> None:
    """Note who reached the mark by a moment, and who fell below it."""
    standing = {(row.asset, row.party_id): row.pk for row in standing_large()}
    day = booking_day(moment)
    large = {
        (held.asset, held.party)
        for asset in series_traded()
        for held in holdings_of(asset, day)
        if held.is_large
    }
    for pair in sorted(standing.keys() - large):
        holding = standing[pair]
        end_large_holding(Call(SYSTEM, moment, f"end-large/{holding}"), holding=holding)
    for asset, party in sorted(large - standing.keys()):
        call = Call(SYSTEM, moment, f"note-large/{asset}/{party}/{day}")
        if if_known(partial(note_large_holding, call, asset=asset, party=party)) is None:
            # The report would be due in a year without a notice: tried again every night.
            log.warning("holding of party %s in %s is not noted: the year is unknown", party, asset)


@app.periodic(cron="15 18 * * *")
@app.task(queueing_lock="add_up_deals", pass_context=False)
def add_up_deals(timestamp: int) -> None:
    """At 02:15 in China: what was dealt for each use until the day began."""
    add_up(now())


def add_up(moment: datetime) -> None:
    """Add up what was dealt for each use until the day of a moment began."""
    add_up_uses(Call(SYSTEM, moment, f"add-up/{booking_day(moment)}"))

"""What the clock does in the market: orders lapse at their end."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.exchange.inquiry_reads import due_inquiries, due_quotations
from qingshan.apps.exchange.reads import due_bids, due_blocks, due_listings
from qingshan.apps.exchange.verbs.expire_bid import expire_bid
from qingshan.apps.exchange.verbs.expire_block import expire_block
from qingshan.apps.exchange.verbs.expire_inquiry import expire_inquiry
from qingshan.apps.exchange.verbs.expire_listing import expire_listing
from qingshan.apps.exchange.verbs.expire_quotation import expire_quotation


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="expire_listings", pass_context=False)
def expire_listings(timestamp: int) -> None:
    """Every five minutes: release what is left of orders whose time is over."""
    moment = now()
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

"""The queue of freezes on one holding: what is free goes to the earliest, and nothing slips out.

While somebody waits the whole account is frozen in the ledger, so that units which a pledge or a
listing sets free cannot be sold before the queue takes them. A deal that was agreed before is
delivered all the same: its units were held for the buyer before the court's order was entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Part
from qingshan.apps.books import reads as books
from qingshan.apps.books import store
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.life import holding
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.refusals import NOTHING_FROZEN
from qingshan.apps.remedies.rules import months_later
from qingshan.core.kernel.errors import Refused
from qingshan.core.ledger.model import (
    AccountId,
    AccountKind,
    Chain,
    Transfer,
    hold,
    post,
    release,
    settle,
)

WAITING = ("requested", "queued", "effective")


def queue_of(ticket: Ticket, holder: Party) -> list[JudicialHold]:
    """Freezes that stand, wait or are asked for, under lock, in the order of their arrival."""
    rows = JudicialHold.objects.select_for_update(no_key=True)
    return list(rows.filter(ticket=ticket, holder=holder, state__in=WAITING).order_by("pk"))


def taken_up(key: int, *, taker: Party | None = None) -> JudicialHold:
    """A freeze under lock, with its queue, the series and the holder's account closed to others.

    The ticket comes first in every act on a queue, then the freezes, then all accounts of the
    series, ``taker``'s among them (decision 0026). The freeze of the account is lifted again by
    ``served`` when nobody waits.
    """
    found = JudicialHold.objects.select_related("ticket", "holder").get(pk=key)
    locked(Ticket, found.ticket_id)
    queue_of(found.ticket, found.holder)
    found = locked(JudicialHold, key)
    also = [holding(found.ticket, taker.owner)] if taker else []
    store.lock_series(found.ticket.asset, also=[*also, court_account(found)])
    store.freeze_account(holding(found.ticket, found.holder.owner))
    return found


def must_hold_something(found: JudicialHold) -> None:
    """Refuse (E-RM-09) an act on frozen units while all of a freeze still waits."""
    if not found.held:
        raise Refused.because(NOTHING_FROZEN, found.number)


@dataclass(frozen=True)
class Took:
    """The freezes of a queue that took something in an act."""

    rows: tuple[JudicialHold, ...]

    @property
    def facts(self) -> Mapping[str, Any]:
        """Which they are, for the event of the act."""
        return {"took": [one.number for one in self.rows], **beside(*self.rows)}

    def parts(self, found: JudicialHold) -> list[Part]:
        """What each but the act's own is told by: it moved up."""
        others = (one for one in self.rows if one.pk != found.pk)
        return [Part("hold.promoted", one, standing(one)) for one in others]


def standing(found: JudicialHold) -> Mapping[str, Any]:
    """How much a freeze holds, how much of it waits and until when, for an event."""
    until = found.until.isoformat() if found.until else ""
    told = {"number": found.number, "held": found.held, "missing": found.missing}
    return told | {"until": until}


def served(ticket: Ticket, holder: Party, call: Call) -> Took:
    """Freeze what is free for those who wait; answers which freezes took something.

    The account is closed to others before; it stays so while anybody waits.
    """
    account = holding(ticket, holder.owner)
    queue = [one for one in queue_of(ticket, holder) if one.state != "requested"]
    free, chains = books.balance(account).available, []
    took: list[JudicialHold] = []
    for one in queue:
        taken = min(free, one.missing)
        if not taken:
            continue
        free -= taken
        one.pieces += 1
        one.held += taken
        key = one.piece(one.pieces)
        moves: tuple[Transfer, ...] = (hold(key, account, court_account(one), taken),)
        chains.append(Chain(key, "court_hold", moves))
        if one.until is None:
            one.since = call.when.date()
            one.until = months_later(one.since, one.term_months)
        if not one.missing and one.state == "queued":
            advance(one, "promote_hold", call)
        one.save()
        took.append(one)
    store.post_all(chains, when=call.when)
    if not any(one.missing for one in queue):
        store.thaw_account(account)
    return Took(tuple(took))


def given_back(found: JudicialHold, call: Call) -> int:
    """Release all that a freeze holds; answers how much it was."""
    account, target = holding(found.ticket, found.holder.owner), court_account(found)
    moves = tuple(release(key, account, target, left) for key, left in pieces_of(found))
    if moves:
        chain = Chain(f"court_release:{found.number}", "court_release", moves)
        store.post_one(chain, when=call.when)
    freed, found.held = found.held, 0
    return freed


def carried_over(found: JudicialHold, target: Party, quantity: int, call: Call) -> None:
    """Transfer what is frozen to somebody else and give the rest back, in one chain."""
    account, court = holding(found.ticket, found.holder.owner), court_account(found)
    moves: list[Transfer] = []
    wanted = quantity
    for key, left in pieces_of(found):
        part = min(left, wanted)
        wanted -= part
        if part:
            moves.append(settle(key, account, court, part))
        if left > part:
            moves.append(release(key, account, court, left - part))
    assert not wanted, "no more is carried over than is held"
    moves.append(post(court, holding(found.ticket, target.owner), quantity))
    chain = Chain(f"court_transfer:{found.number}", "court_transfer", tuple(moves))
    store.post_one(chain, when=call.when)
    found.held = 0


def pieces_of(found: JudicialHold) -> list[tuple[str, int]]:
    """The holds of a freeze in the ledger that have something left."""
    keys = [found.piece(place) for place in range(1, found.pieces + 1)]
    holds = [(key, books.hold(key)) for key in keys]
    return [(key, one.left) for key, one in holds if one is not None and one.left]


def court_account(found: JudicialHold) -> AccountId:
    """For whom the units are held."""
    return AccountId(found.ticket.asset, found.court.owner, AccountKind.COURT)

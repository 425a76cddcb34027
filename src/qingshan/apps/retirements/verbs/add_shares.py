"""Enter shares of people in a pool, one or a whole list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.retirements.models import PoolShare, RetirementPool
from qingshan.apps.retirements.refusals import SHARE_TWICE, SHARE_WRONG, SHARES_MANY
from qingshan.apps.retirements.rules import number
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="pool.shares_added",
    label=Label("登记份额", "enter shares"),
    roles=("applicant", "trader"),
)
def add_shares(
    call: Call, *, pool: int, shares: Sequence[Mapping[str, Any]]
) -> Done[RetirementPool]:
    """Add them all or none; ``shares`` hold ``shown``, ``sealed`` and ``kg`` (``people.share``).

    Raises
    ------
    Refused
        E-RT-06 kilograms, E-RT-07 somebody twice, E-RT-08 too many, all at once; E-MC-01 when the
        pool is closed.
    """
    found = locked(RetirementPool, pool)
    must_act_for(call, found.party_id)
    advance(found, "add_shares", call)
    refuse_all(_faults(found, shares, call.when.date()))
    last = found.shares.aggregate(last=Max("serial"))["last"] or 0
    PoolShare.objects.bulk_create(
        PoolShare(
            pool=found,
            serial=serial,
            shown=one["shown"],
            person_sealed=one["sealed"],
            kg=one["kg"],
        )
        for serial, one in enumerate(shares, last + 1)
    )
    return Done(found, {"number": found.number, "shares": len(shares)})


def _faults(
    pool: RetirementPool, shares: Sequence[Mapping[str, Any]], as_of: date
) -> Iterator[Refusal]:
    most_kg = number("pool", "share_kg_most", "kg", as_of)
    most = number("pool", "shares_most", "count", as_of)
    known = dict(pool.shares.values_list("person_sealed", "shown"))
    count = len(known) + len(shares)
    if count > most:
        yield Refusal(SHARES_MANY, pool.number, {"count": count, "most": most})
    for one in shares:
        if type(one["kg"]) is not int or not 0 < one["kg"] <= most_kg:
            yield Refusal(SHARE_WRONG, one["shown"], {"kg": one["kg"], "most": most_kg})
        if one["sealed"] in known:
            yield Refusal(SHARE_TWICE, one["shown"])
        known[one["sealed"]] = one["shown"]

"""Take a share out of a pool that is not closed."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.retirements.models import RetirementPool
from qingshan.core.kernel.label import Label


@verb(
    event="pool.share_dropped",
    label=Label("删除份额", "take a share out"),
    roles=("applicant", "trader"),
)
def drop_share(call: Call, *, pool: int, serial: int) -> Done[RetirementPool]:
    """Nobody relies on a share before the units are retired; afterwards none is taken out."""
    found = locked(RetirementPool, pool)
    must_act_for(call, found.party_id)
    advance(found, "drop_share", call)
    found.shares.get(serial=serial).delete()
    return Done(found, {"number": found.number, "serial": serial})

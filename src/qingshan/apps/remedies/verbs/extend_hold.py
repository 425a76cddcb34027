"""A court extends a freeze before it ends, also one of which a part still waits."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.refusals import BASIS_MISSING
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.queue import must_hold_something
from qingshan.apps.remedies.refusals import TERM_OVER, TERM_WRONG
from qingshan.apps.remedies.rules import months_later, months_most
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(event="hold.extended", label=Label("续行冻结", "extend a freeze"), roles=("registrar",))
def extend_hold(call: Call, *, hold: int, months: int, ground: str) -> Done[JudicialHold]:
    """Count the new term from the end of the old.

    Raises
    ------
    Refused
        E-RM-09 nothing is frozen yet; E-RM-04 term, E-RM-07 too late, E-RG-11 no ruling, all at
        once.
    """
    found = locked(JudicialHold, hold)
    advance(found, "extend_hold", call)
    must_hold_something(found)
    assert found.until is not None, "what is frozen has an end"
    wrong, most = [], months_most(call.when.date())
    if not 0 < months <= most:
        wrong.append(Refusal(TERM_WRONG, found.number, {"months": months, "most": most}))
    if found.until < call.when.date():
        wrong.append(Refusal(TERM_OVER, found.number, {"until": found.until}))
    if not ground.strip():
        wrong.append(Refusal(BASIS_MISSING, found.number))
    refuse_all(wrong)
    found.until, found.ground = months_later(found.until, months), ground
    found.save(update_fields=["until", "ground"])
    return Done(found, {"number": found.number, "until": found.until.isoformat()})

"""A correction is decided on by somebody else than who proposed it."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.registry.models import Correction
from qingshan.apps.registry.refusals import SAME_PERSON
from qingshan.core.kernel.errors import Refused


def decide(correction: int, verb: str, call: Call) -> Correction:
    """Bring a proposed correction into the state that a verb leads to.

    Raises
    ------
    Refused
        E-MC-01 when it was decided already, E-RG-15 for the person who proposed it.
    """
    found = locked(Correction, correction)
    advance(found, verb, call)
    if found.proposer == call.actor.name:
        raise Refused.because(SAME_PERSON, str(found))
    found.decided = call.when
    found.save(update_fields=["state", "decided"])
    return found

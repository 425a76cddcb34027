"""A member signs the minutes (签署会议纪要)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.models import MinutesSignature, Panel
from qingshan.apps.review.refusals import SIGNED_ALREADY
from qingshan.apps.review.seating import seat_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

LABEL = Label("签署会议纪要", "sign the minutes")


@verb(event="minutes.signed", label=LABEL, roles=("expert",))
def sign_minutes(call: Call, *, panel: int, party: int) -> Done[MinutesSignature]:
    """Put one's name under the digest of the kept minutes.

    Raises
    ------
    Refused
        E-AU-02, E-RV-15 for who is no member, E-MC-01 before the vote is closed or for who did not
        vote, E-RV-11 twice.
    """
    found = locked(Panel, panel)
    must_be_in(found, ("closed",), LABEL)
    seat = seat_of(call, found, party)
    must_be_in(seat, ("voted",), LABEL)
    if hasattr(seat, "signature"):
        raise Refused.because(SIGNED_ALREADY, seat.expert.number)
    assert found.minutes is not None, "a closed panel has minutes"
    signature = MinutesSignature.objects.create(
        seat=seat, digest=found.minutes.digest, when=call.when
    )
    return Done(signature, {"panel": found.number, "digest": signature.digest})

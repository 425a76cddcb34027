"""Offer nothing to an inquiry, with a word if one likes (不报价)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance, must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.inquiring import locked_invitation
from qingshan.apps.exchange.inquiry_models import Inquiry, Invitation
from qingshan.apps.exchange.refusals import QUOTATION_STANDS
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

LABEL = Label("不报价", "decline the inquiry")


@verb(event="inquiry.declined", label=LABEL, roles=("applicant", "trader"))
def decline_inquiry(call: Call, *, inquiry: int, holder: int, word: str = "") -> Done[Invitation]:
    """Say that nothing will be offered.

    Raises
    ------
    Refused
        E-EX-43 not asked, E-EX-44 an offer stands; E-MC-01 when it was declined or is closed.
    """
    must_act_for(call, holder)
    found = locked(Inquiry, inquiry)
    must_be_in(found, {"open"}, LABEL)
    invitation = locked_invitation(found, holder)
    advance(invitation, "decline_inquiry", call)
    standing = found.quotations.filter(holder=holder, state="standing").first()
    if standing is not None:
        raise Refused.because(QUOTATION_STANDS, standing.number)
    invitation.word = word.strip()
    invitation.answered = call.when
    invitation.save(update_fields=["state", "word", "answered"])
    return Done(invitation, {"inquiry": found.number, "holder": holder})

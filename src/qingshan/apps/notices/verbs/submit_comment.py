"""Say something about a report that is open to the public (提意见)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.notices.contacts import keep_contact
from qingshan.apps.notices.models import CATEGORIES, Comment, Notice
from qingshan.apps.notices.reads import sent_today
from qingshan.apps.notices.refusals import NOTICE_OVER, SAID_ALREADY, SENT_OFTEN
from qingshan.apps.notices.rules import of_comment
from qingshan.apps.notices.screening import faults, plain, same_as
from qingshan.apps.projects.anchors import Pointer
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.proof.code import check_code

SERIES = "YJ"


@verb(event="comment.received", label=Label("提意见", "comment"), roles=("visitor",))
def submit_comment(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    notice: int,
    category: str,
    text: str,
    anchor: str = "",
    attachment: int | None = None,
    phone: str = "",
    sender: str = "",
    contact: Mapping[str, Any] | None = None,
) -> Done[Comment]:
    """Enter it under a number and a code by which its writer follows it; no name is asked.

    ``contact`` is how the writer wants to be told, with sealed addresses.

    Raises
    ------
    Refused
        E-PJ-04 a place unknown; E-NT-07 too late, E-NT-08, -09, -11, -13 the text or the telephone,
        E-NT-10 said before, E-NT-12 too often, all at once.
    """
    assert category in CATEGORIES, "a category"
    found = locked(Notice, notice)
    text = plain(text)
    refuse_all(
        [*_faults(call, found, text, sender), *faults(text, phone.strip(), call.when.date())]
    )
    anchor = Pointer(found.report).checked(anchor)
    number = next_number(SERIES, call.when.year)
    comment = Comment.objects.create(
        notice=found,
        number=number,
        code=check_code({"comment": number, "key": call.key}, signer(REGISTER)),
        category=category,
        anchor=anchor,
        text=text,
        text_digest=same_as(text),
        attachment_id=attachment,
        phone=phone.strip(),
        sender=sender,
        received=call.when,
    )
    keep_contact(number, contact or {})
    return Done(comment, {"number": number, "notice": found.number, "category": category})


def _faults(call: Call, notice: Notice, text: str, sender: str) -> Iterator[Refusal]:
    today = call.when.date()
    if notice.state != "open" or today > notice.last_day:
        yield Refusal(NOTICE_OVER, notice.number, {"last_day": notice.last_day})
    said = notice.comments.filter(text_digest=same_as(text)).first()
    if said is not None:
        yield Refusal(SAID_ALREADY, notice.number, {"number": said.number})
    most = of_comment("comments_in_day", today)
    if sent_today(sender) >= most:
        yield Refusal(SENT_OFTEN, notice.number, {"most": most})

"""Report something wrong; an office takes it on as a case (举报)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.notices.contacts import keep_contact
from qingshan.apps.notices.models import COMPLAINTS, Complaint
from qingshan.apps.notices.panes import KIND, SUBJECT
from qingshan.apps.notices.reads import sent_today
from qingshan.apps.notices.refusals import SAID_ALREADY, SENT_OFTEN
from qingshan.apps.notices.rules import of_comment
from qingshan.apps.notices.screening import faults, plain, same_as
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.proof.code import check_code

SERIES = "JB"


@verb(event="complaint.filed", label=Label("举报", "file a complaint"), roles=("visitor",))
def file_complaint(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    category: str,
    text: str,
    about: str = "",
    county: str = "",
    attachment: int | None = None,
    phone: str = "",
    sender: str = "",
    contact: Mapping[str, Any] | None = None,
) -> Done[Complaint]:
    """Enter it under a number and a code, and open its case; the case names nobody.

    ``contact`` is how the writer wants to be told, with sealed addresses.

    Raises
    ------
    Refused
        E-NT-08, -09, -11, -13 the text or the telephone, E-NT-10 said before, E-NT-12 too often,
        all at once.
    """
    assert category in COMPLAINTS, "a category"
    text, today = plain(text), call.when.date()
    refuse_all([*_faults(call, text, about, sender), *faults(text, phone.strip(), today)])
    number = next_number(SERIES, today.year)
    complaint = Complaint.objects.create(
        number=number,
        code=check_code({"complaint": number, "key": call.key}, signer(REGISTER)),
        category=category,
        about=plain(about),
        county_code=county,
        text=text,
        text_digest=same_as(about + text),
        attachment_id=attachment,
        phone=phone.strip(),
        sender=sender,
        received=call.when,
    )
    keep_contact(number, contact or {})
    open_case(
        call.step("case"),
        kind=KIND,
        title=f"举报 {number}：{COMPLAINTS[category].zh}",
        party=None,
        county=county,
        subject_kind=SUBJECT,
        subject_key=number,
    )
    return Done(complaint, {"number": number, "category": category, "county_code": county})


def _faults(call: Call, text: str, about: str, sender: str) -> Iterator[Refusal]:
    said = Complaint.objects.filter(text_digest=same_as(about + text)).first()
    if said is not None:
        yield Refusal(SAID_ALREADY, "", {"number": said.number})
    most = of_comment("comments_in_day", call.when.date())
    if sent_today(sender) >= most:
        yield Refusal(SENT_OFTEN, "", {"most": most})

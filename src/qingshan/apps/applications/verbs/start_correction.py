"""Open an application again, to correct what a notice names."""

from __future__ import annotations

from qingshan.apps.applications.attachments import kept, opened
from qingshan.apps.applications.models import Attachment, Draft
from qingshan.apps.applications.points import REPLY, draft_before
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import must_be_applicant, user_key
from qingshan.apps.casework.models import Case, CorrectionNotice
from qingshan.core.kernel.label import Label

START = Label("开始补正", "begin the correction")
RENEWED = ("declared", "signature")
"""What is given anew with every statement."""


@verb(event="correction.started", label=START, roles=("applicant",))
def start_correction(call: Call, *, notice: int) -> Done[Draft]:
    """A draft with all that was handed in last; one that the person has open already goes on.

    Declaration and signature are left out: they are given to what is stated then.

    Raises
    ------
    Refused
        E-CW-24 for a foreign case, E-MC-01 when it waits for no correction.
    """
    told = CorrectionNotice.objects.get(pk=notice)
    case = locked(Case, told.case_id)
    must_be_applicant(call, case)
    must_be_in(case, ("correction_asked",), START)
    user = user_key(call.actor)
    standing = Draft.objects.filter(notice=told, user=user, state="open").first()
    if standing is not None:
        return Done(standing, {"number": case.number, "notice": told.number})
    before = draft_before(Draft(notice=told))
    draft = Draft.objects.create(
        user_id=user,
        party_id=before.party_id,
        notice=told,
        answers={
            name: value
            for name, value in before.answers.items()
            if name not in RENEWED and not name.startswith(REPLY)
        },
        begun=call.when,
        touched=call.when,
    )
    for paper in before.attachments.exclude(kind__in=RENEWED).select_related("file", "draft"):
        _copied(draft, paper)
    return Done(draft, {"number": case.number, "notice": told.number})


def _copied(draft: Draft, paper: Attachment) -> None:
    """The same paper in a file of its own, so that either draft can be erased alone."""
    Attachment.objects.create(
        draft=draft,
        kind=paper.kind,
        name=paper.name,
        media_type=paper.media_type,
        size_bytes=paper.size_bytes,
        file=kept(draft, paper.kind, opened(paper)),
        facts=paper.facts,
        entered=paper.entered,
    )

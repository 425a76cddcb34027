"""Take a paper away from a draft."""

from __future__ import annotations

from qingshan.apps.applications.attachments import step_of_kind
from qingshan.apps.applications.drafts import change
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.points import must_be_open
from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.label import Label


@verb(event="paper.detached", label=Label("删除材料", "take a paper away"), roles=("applicant",))
def detach_paper(call: Call, *, draft: int, paper: int) -> Done[Draft]:
    """Erase a paper of an open draft, its file included.

    Raises
    ------
    Refused
        E-AU-02 for a foreign draft, E-MC-01 for one that is no longer open, E-AP-13 for a step that
        a correction does not concern.
    """
    found = change(call, draft, "detach_paper")
    old = found.attachments.select_related("file").filter(pk=paper).first()
    if old is not None:
        must_be_open(found, [step_of_kind(old.kind)])
        old.delete()
        files.forget(old.file)
    found.save()
    return Done(found, {"kind": old.kind if old else ""})

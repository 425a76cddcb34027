"""Delete a draft."""

from __future__ import annotations

from qingshan.apps.applications.drafts import change, erase
from qingshan.apps.applications.models import Draft
from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.label import Label


@verb(event="draft.discarded", label=Label("删除草稿", "delete the draft"), roles=("applicant",))
def discard_draft(call: Call, *, draft: int) -> Done[Draft]:
    """Erase answers and papers; that there was a draft stays in the journal."""
    found = change(call, draft, "discard_draft")
    erase(found)
    found.save()
    return Done(found)

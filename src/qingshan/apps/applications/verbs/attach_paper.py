"""Put a paper to a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan.apps.applications.attachments import step_of_kind
from qingshan.apps.applications.drafts import change
from qingshan.apps.applications.limits import limit
from qingshan.apps.applications.models import Attachment
from qingshan.apps.applications.points import must_be_open
from qingshan.apps.applications.refusals import PAPERS_MANY
from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.identity import discreet

ALONE = {"land", "households", "signature"}
"""Kinds of which a draft has one: a new one takes the place of the old."""

NAME_MOST = 200


@verb(event="paper.attached", label=Label("上传材料", "attach a paper"), roles=("applicant",))
def attach_paper(  # noqa: PLR0913  what is known of a file
    call: Call,
    *,
    draft: int,
    kind: str,
    file: int,
    name: str,
    media_type: str,
    size_bytes: int,
    facts: Mapping[str, Any] | None = None,
) -> Done[Attachment]:
    """Attach a file that is kept encrypted; numbers of people in its name are masked.

    Raises
    ------
    Refused
        E-AU-02 for a foreign draft, E-MC-01 for one that is no longer open, E-AP-12 for one that
        has as many papers as it may, E-AP-13 for a step that a correction does not concern.
    """
    found = change(call, draft, "attach_paper")
    must_be_open(found, [step_of_kind(kind)])
    most = limit("paper", "most", "count", call.when.date())
    if found.attachments.count() >= most:
        raise Refused.because(PAPERS_MANY, str(found), most=most)
    if kind in ALONE:
        for old in found.attachments.filter(kind=kind).exclude(file=file).select_related("file"):
            old.delete()
            files.forget(old.file)
    paper, _ = Attachment.objects.update_or_create(
        draft=found,
        kind=kind,
        file=KeptFile.objects.get(pk=file),
        defaults={
            "name": discreet(name, NAME_MOST),
            "media_type": media_type,
            "size_bytes": size_bytes,
            "facts": dict(facts or {}),
            "entered": call.when,
        },
    )
    found.save()
    return Done(paper, {"draft": draft, "kind": kind, "size_bytes": size_bytes})

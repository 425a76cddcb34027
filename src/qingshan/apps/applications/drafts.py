"""The guard that lets only its owner change a draft, and only as it stands."""

from __future__ import annotations

from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.refusals import DRAFT_MOVED
from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.refusals import PARTY_FOREIGN
from qingshan.apps.base.rows import locked
from qingshan.core.kernel.errors import Refused


def change(call: Call, key: int, verb: str, *, version: int | None = None) -> Draft:
    """The draft under lock, one version on and touched now; the caller changes and saves it.

    Raises
    ------
    Refused
        E-AU-02 for the draft of somebody else, E-MC-01 when it is submitted or erased, E-AP-01 when
        ``version`` is told and the draft has moved on since.
    """
    draft = locked(Draft, key)
    if call.actor.name != f"user:{draft.user_id}" or not call.actor.acts_for(draft.party_id):
        raise Refused.because(PARTY_FOREIGN, call.actor.shown, party=str(draft.party))
    advance(draft, verb, call)
    if version is not None and version != draft.version:
        raise Refused.because(DRAFT_MOVED, str(draft), stored=draft.version, shown=version)
    draft.version += 1
    draft.touched = call.when
    return draft


def erase(draft: Draft) -> None:
    """Take everything out of a draft that was given up; the caller saves it."""
    for paper in draft.attachments.select_related("file"):
        paper.delete()
        files.forget(paper.file)
    draft.answers = {}

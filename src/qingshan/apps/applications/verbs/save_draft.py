"""Save what was told so far."""

from __future__ import annotations

from collections.abc import Mapping

from qingshan.apps.applications.drafts import change
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.points import must_be_open, step_of_field
from qingshan.apps.applications.refusals import DRAFT_MOVED
from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="draft.saved", label=Label("保存草稿", "save the draft"), roles=("applicant",))
def save_draft(
    call: Call,
    *,
    draft: int,
    version: int,
    answers: Mapping[str, str],
    party: int | None = None,
) -> Done[Draft]:
    """Lay some answers over those of a draft; ``version`` is the one that the page showed.

    Windows on different fields do not meet; where they do, the later one is told and nothing lost.

    The journal keeps the names of the fields, not what was told.

    Raises
    ------
    Refused
        E-AP-01 when another window changed one of these fields since, E-AU-02 for a foreign draft
        or party, E-AP-13 for a step that a correction does not concern.
    """
    found = change(call, draft, "save_draft")
    news = {name: value for name, value in answers.items() if found.answers.get(name, "") != value}
    must_be_open(found, map(step_of_field, news))
    if any(found.changed.get(name, 0) > version for name in news):
        raise Refused.because(DRAFT_MOVED, str(found), stored=found.version - 1, shown=version)
    if party is not None:
        must_act_for(call, party)
        must_be_open(found, ["applicant"])
        found.party_id = party
    found.answers |= news
    found.changed |= dict.fromkeys(news, found.version)
    found.save()
    return Done(found, {"fields": sorted(news), "version": found.version})

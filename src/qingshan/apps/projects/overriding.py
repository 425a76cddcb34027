"""Who passes a parameter of low confidence: the person who measures, by the name of the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import user_of
from qingshan.apps.projects.refusals import OVERRIDE_FOREIGN
from qingshan.core.kernel.errors import Refused

BY, REASON = "override_by", "override_reason"
"""Options by which a named person passes parameters of low confidence, in every method."""


def person_of(actor: Actor, party: int) -> str:
    """The name under which somebody measures for a body: the person with the body's name."""
    user, body = user_of(actor.name), Party.objects.get(pk=party)
    return f"{user}（{body.name}）" if user is not None else body.name


def refuse_foreign_override(call: Call, party: int, options: Mapping[str, Any]) -> None:
    """Refuse (E-PJ-14) a parameter that is passed in the name of another than who measures."""
    by = options.get(BY)
    if by and by != (own := person_of(call.actor, party)):
        raise Refused.because(OVERRIDE_FOREIGN, BY, by=by, person=own)


def override_facts(options: Mapping[str, Any]) -> dict[str, Any]:
    """What the journal says of it: who passed what for which reason; nothing where nobody did."""
    if not options.get(BY):
        return {}
    return {"override": {"by": options[BY], "reason": options.get(REASON) or ""}}

"""Who may not be who: owner, measuring body and verifying body are three parties."""

from __future__ import annotations

from qingshan.apps.parties.reads import party
from qingshan.apps.projects.refusals import BODY_CONFLICT
from qingshan.core.kernel.errors import Refused


def refuse_conflict(body: int, *others: int) -> None:
    """Refuse (E-PJ-02) a body that already has another part in the project."""
    if body in others:
        name = party(body).name
        raise Refused.because(BODY_CONFLICT, name, party=name)

"""What verifying and measuring body say to each other about a nonconformity, turn by turn."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.projects.models import Nonconformity, Statement
from qingshan.apps.projects.refusals import TEXT_MISSING
from qingshan.core.kernel.errors import Refused


def keep_statement(
    call: Call, about: Nonconformity, *, party: int, verb: str, text: str
) -> Statement:
    """Keep one turn; refuse (E-PJ-10) silence."""
    if not text.strip():
        raise Refused.because(TEXT_MISSING, str(about))
    return Statement.objects.create(
        nonconformity=about, party_id=party, verb=verb, text=text.strip(), when=call.when
    )

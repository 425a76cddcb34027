"""End a token before its time."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.refusals import TOKEN_FOREIGN
from qingshan.apps.interface.verbs.issue_token import ROLES
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="token.ended", label=Label("停用接口令牌", "end a token"), roles=ROLES)
def end_token(call: Call, *, token: int) -> Done[Token]:
    """From this moment on it opens nothing.

    Raises
    ------
    Refused
        E-IF-09 a token of somebody else, or one that was ended.
    """
    found = locked(Token, token)
    if f"user:{found.user_id}" != call.actor.name or found.ended is not None:
        raise Refused.because(TOKEN_FOREIGN, str(found))
    found.ended = call.when
    found.save(update_fields=["ended"])
    return Done(found, {"name": found.name})

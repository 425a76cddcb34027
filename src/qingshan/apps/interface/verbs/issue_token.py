"""Make a token; the verb sees only the digest of its secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.gate import limit
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.reads import roles_at
from qingshan.apps.interface.refusals import SCOPE_DENIED, TERM_WRONG
from qingshan.apps.interface.scopes import SCOPES
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

ROLES = tuple(sorted({role for scope in SCOPES.values() for role in scope.roles}))


@verb(event="token.issued", label=Label("建立接口令牌", "make a token"), roles=ROLES)
def issue_token(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    party: int,
    name: str,
    scopes: Sequence[str],
    days: int,
    digest: str,
    head: str,
) -> Done[Token]:
    """Enter a token of a party for some days.

    Raises
    ------
    Refused
        E-AU-02 a foreign party, E-IF-07 for each scope beyond one's roles there, E-IF-08 the term.
    """
    must_act_for(call, party)
    owner = User.objects.get(pk=int(call.actor.name.removeprefix("user:")))
    held, holder = roles_at(owner, party), party_of(party)
    wrong = [
        Refusal(SCOPE_DENIED, scope, {"party": holder.label})
        for scope in scopes
        if not held & set(SCOPES[scope].roles)
    ]
    most = limit("token", "most_days", "d", call.when.date())
    if not 1 <= days <= most:
        wrong.append(Refusal(TERM_WRONG, str(days), {"most": most}))
    refuse_all(wrong)
    token = Token.objects.create(
        user=owner,
        party=holder,
        name=name,
        scopes=sorted(set(scopes)),
        digest=digest,
        head=head,
        issued=call.when,
        expires=call.when + timedelta(days=days),
    )
    return Done(token, {"party": party, "scopes": token.scopes, "expires": str(token.expires)})

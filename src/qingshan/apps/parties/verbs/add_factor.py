"""Register a second factor."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import SecondFactor
from qingshan.core.kernel.label import Label


@verb(
    event="factor.added",
    label=Label("登记第二因素", "register a second factor"),
    roles=("member",),
)
def add_factor(
    call: Call, *, user: int, kind: str, name: str, secret: str, used: int = 0
) -> Done[SecondFactor]:
    """Keep an authenticator's sealed secret, or the public part of a key, after it was tried."""
    factor = SecondFactor.objects.create(
        user_id=user, kind=kind, name=name, secret=secret, since=call.when, used=used
    )
    return Done(factor, {"kind": kind})

"""Replace the recovery codes of a person."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import RecoveryCode, User
from qingshan.core.kernel.label import Label


@verb(
    event="user.recovery_codes_renewed",
    label=Label("更换恢复码", "renew the recovery codes"),
    roles=("member",),
)
def renew_recovery_codes(call: Call, *, user: int, digests: list[str]) -> Done[User]:
    """Keep the keyed digests of new codes; the older ones no longer count."""
    person = locked(User, user)
    person.recovery_codes.filter(used=None).update(used=call.when)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=person, digest=digest, made=call.when) for digest in digests
    )
    return Done(person, {"count": len(digests)})

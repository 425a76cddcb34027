"""Open a sign-in for an identity that a provider has vouched for."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import ExternalIdentity, User
from qingshan.apps.parties.refusals import OWN_SIGN_IN_ONLY
from qingshan.apps.parties.sealing import fingerprint
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

SHOWN = 10


@verb(
    event="identity.taken",
    label=Label("以外部身份开通账号", "sign up by another provider"),
    roles=("visitor",),
)
def take_identity(
    call: Call, *, issuer: str, subject: str, name: str, email: str
) -> Done[ExternalIdentity]:
    """A new account without password and roles; an existing one is never taken over by e-mail.

    Raises
    ------
    Refused
        E-SI-11 when the identity has an account.
    """
    if ExternalIdentity.objects.filter(issuer=issuer, subject=subject).exists():
        raise Refused.because(OWN_SIGN_IN_ONLY)
    taken = f"oidc-{fingerprint(f'{issuer} {subject}')[:SHOWN]}"
    user = User(
        username=taken,
        display_name=name[:60],
        email=email,
        email_confirmed=call.when if email else None,
    )
    user.set_unusable_password()
    user.save()
    identity = ExternalIdentity.objects.create(
        user=user, issuer=issuer, subject=subject, since=call.when
    )
    return Done(identity, {"issuer": issuer})

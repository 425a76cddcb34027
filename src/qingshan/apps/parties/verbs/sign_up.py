"""Open a sign-in for oneself."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import Consent, User
from qingshan.apps.parties.refusals import MOBILE_WRONG, NAME_TAKEN, REACH_MISSING
from qingshan.apps.parties.sealing import unseal
from qingshan.apps.parties.sign_ins import named
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.identity import mobile_fault


@verb(event="user.signed_up", label=Label("注册账号", "sign up"), roles=("visitor",))
def sign_up(
    call: Call, *, username: str, display_name: str, email: str, mobile_sealed: str, policy: str
) -> Done[User]:
    """Open a sign-in without roles; its password is chosen outside, its mobile comes sealed.

    ``policy`` is the version of the privacy rules that was agreed to.

    Raises
    ------
    Refused
        E-SI-02 name taken, E-SI-03 nothing to be reached by, E-SI-04 no mobile, all at once.
    """
    wrong = []
    if named(username) is not None:
        wrong.append(Refusal(NAME_TAKEN, username))
    if not email and not mobile_sealed:
        wrong.append(Refusal(REACH_MISSING))
    fault = mobile_fault(unseal(mobile_sealed)) if mobile_sealed else None
    if fault:
        wrong.append(Refusal(MOBILE_WRONG, "", {"fault": fault}))
    refuse_all(wrong)
    user = User(
        username=username, display_name=display_name, email=email, mobile_sealed=mobile_sealed
    )
    user.set_unusable_password()
    user.save()
    Consent.objects.create(user=user, purpose="privacy", version=policy, when=call.when, given=True)
    return Done(user, {"policy": policy})

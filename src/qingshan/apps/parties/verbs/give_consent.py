"""Agree to one version of a text, or take it back."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import Consent
from qingshan.core.kernel.label import Label


@verb(event="consent.given", label=Label("同意或撤回", "agree or take back"), roles=("member",))
def give_consent(
    call: Call, *, user: int, purpose: str, version: str, given: bool
) -> Done[Consent]:
    """One row each time (PIPL Art. 14 and 15); the latest of a purpose counts."""
    consent = Consent.objects.create(
        user_id=user, purpose=purpose, version=version, when=call.when, given=given
    )
    return Done(consent, {"purpose": purpose, "version": version, "given": given})

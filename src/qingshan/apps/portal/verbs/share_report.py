"""Share a pre-check report behind a secret link for some days (分享预检报告)."""

from __future__ import annotations

from datetime import timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.gate import limit
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.portal.models import SharedReport
from qingshan.core.kernel.label import Label


@verb(
    event="report.shared",
    label=Label("分享预检报告", "share a pre-check report"),
    roles=("visitor",),
)
def share_report(
    call: Call, *, contents: str, token_digest: str, key_digest: str
) -> Done[SharedReport]:
    """Keep a result that this site made, until its last day; anyone may, without an account.

    ``contents`` is the sealed text of a result (``result.sealed``); token and key come as
    digests (``reads.secret_digest``). The journal learns the dates, not the contents.
    """
    days = limit("share", "term_days", "d", call.when.date())
    report = SharedReport.objects.create(
        token_digest=token_digest,
        key_digest=key_digest,
        contents=contents,
        shared=call.when,
        expires=call.when + timedelta(days=days),
    )
    return Done(report, {"expires": report.expires.isoformat(), "days": days})

"""Send a call again that was given up (重新推送)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.webhooks.models import WebhookCall
from qingshan.apps.webhooks.refusals import CALL_OPEN, WEBHOOK_FOREIGN
from qingshan.apps.webhooks.verbs.register_webhook import MEMBERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="webhook.resent", label=Label("重新推送", "send a call again"), roles=MEMBERS)
def resend_call(call: Call, *, webhook_call: int) -> Done[WebhookCall]:
    """Count its tries anew from now on, with the same body.

    Raises
    ------
    Refused
        E-WH-04 another's or an ended address, E-WH-05 a call that was not given up.
    """
    found = locked(WebhookCall, webhook_call)
    hook = found.webhook
    if f"user:{hook.user_id}" != call.actor.name or hook.ended is not None:
        raise Refused.because(WEBHOOK_FOREIGN, str(hook))
    if found.state != "dead":
        raise Refused.because(CALL_OPEN, str(found))
    found.state, found.tries, found.due = "waiting", 0, call.when
    found.save(update_fields=["state", "tries", "due"])
    return Done(found, {"event": found.event})

"""End a webhook: nothing more is sent there (停用事件推送)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.webhooks.models import Webhook
from qingshan.apps.webhooks.refusals import WEBHOOK_FOREIGN
from qingshan.apps.webhooks.verbs.register_webhook import MEMBERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="webhook.ended", label=Label("停用事件推送", "end a webhook"), roles=MEMBERS)
def end_webhook(call: Call, *, webhook: int) -> Done[Webhook]:
    """Calls on their way are not sent any more; E-WH-04 another's, or one that was ended."""
    found = locked(Webhook, webhook)
    if f"user:{found.user_id}" != call.actor.name or found.ended is not None:
        raise Refused.because(WEBHOOK_FOREIGN, str(found))
    found.ended = call.when
    found.save(update_fields=["ended"])
    return Done(found, {"name": found.name})

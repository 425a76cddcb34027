"""Give a webhook a new secret (更换签名密钥)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.webhooks.models import Webhook
from qingshan.apps.webhooks.refusals import WEBHOOK_FOREIGN
from qingshan.apps.webhooks.verbs.register_webhook import MEMBERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="webhook.renewed", label=Label("更换签名密钥", "renew the secret"), roles=MEMBERS)
def renew_webhook_secret(
    call: Call, *, webhook: int, secret_sealed: str, head: str
) -> Done[Webhook]:
    """Sign by the new secret from the next call on; E-WH-04 another's, or one that was ended."""
    found = locked(Webhook, webhook)
    if f"user:{found.user_id}" != call.actor.name or found.ended is not None:
        raise Refused.because(WEBHOOK_FOREIGN, str(found))
    found.secret_sealed, found.head = secret_sealed, head
    found.save(update_fields=["secret_sealed", "head"])
    return Done(found, {"name": found.name})

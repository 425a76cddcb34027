"""Register an address that is called when something happens (登记事件推送)."""

from __future__ import annotations

from collections.abc import Sequence

from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import ROLES, UNGIVEN
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.letters.rules import limit
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.webhooks.guarding import target_of
from qingshan.apps.webhooks.models import Webhook
from qingshan.apps.webhooks.reads import roles_at
from qingshan.apps.webhooks.refusals import TOPIC_DENIED, WEBHOOKS_MANY
from qingshan.apps.webhooks.topics import TOPICS
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label

MEMBERS = tuple(sorted(set(ROLES) - UNGIVEN))


@verb(event="webhook.registered", label=Label("登记事件推送", "register a webhook"), roles=MEMBERS)
def register_webhook(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    party: int,
    name: str,
    url: str,
    topics: Sequence[str],
    secret_sealed: str,
    head: str,
) -> Done[Webhook]:
    """Enter an address; its secret comes sealed and is told to nobody.

    Raises
    ------
    Refused
        E-AU-02 a foreign party, E-WH-01 the address, E-WH-02 each topic beyond one's roles there,
        E-WH-03 too many, all at once.
    """
    must_act_for(call, party)
    owner = User.objects.get(pk=int(call.actor.name.removeprefix("user:")))
    held, holder = roles_at(owner, party), party_of(party)
    wrong = [
        Refusal(TOPIC_DENIED, topic, {"party": holder.label})
        for topic in topics
        if TOPICS[topic].roles and not held & set(TOPICS[topic].roles)
    ]
    most = limit("webhook", "of_party_most", "count", call.when.date())
    if Webhook.objects.filter(party=holder, ended=None).count() >= most:
        wrong.append(Refusal(WEBHOOKS_MANY, "", {"party": holder.label, "most": most}))
    try:
        target_of(url)
    except Refused as refused:
        wrong.extend(refused.refusals)
    refuse_all(wrong)
    made = Webhook.objects.create(
        user=owner,
        party=holder,
        name=name,
        url=url,
        topics=sorted(set(topics)),
        secret_sealed=secret_sealed,
        head=head,
        since=call.when,
    )
    return Done(made, {"party": party, "topics": made.topics})

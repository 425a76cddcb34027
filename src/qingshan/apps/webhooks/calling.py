"""Calls from the journal, and sending them: each is tried until it arrives or is given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from qingshan.apps.base.models import Event
from qingshan.apps.letters.reading import read_on
from qingshan.apps.letters.rules import limit, pause_s
from qingshan.apps.parties.sealing import unseal
from qingshan.apps.webhooks.guarding import target_of
from qingshan.apps.webhooks.models import Webhook, WebhookAttempt, WebhookCall
from qingshan.apps.webhooks.posting import Answer, post
from qingshan.apps.webhooks.signing import HEADER, signature
from qingshan.apps.webhooks.topics import TOPICS, body_of, subject_of, topic_of
from qingshan.core.kernel.errors import Refused

READER = "webhooks"
AT_ONCE = 100
RULES = "webhook"


def follow() -> int:
    """Read on in the journal as soon as somebody wants to be called; the number of events."""
    if not Webhook.objects.exists():
        return 0
    return read_on(READER, prepare)


def prepare(event: Event) -> list[WebhookCall]:
    """A call for every address that asked for the event before it happened."""
    name = topic_of(event.name)
    if not name:
        return []
    topic = TOPICS[name]
    wanted = Webhook.objects.filter(topics__contains=[name], ended=None, since__lte=event.when)
    rows = list(wanted.order_by("pk"))
    if not rows:
        return []
    subject = subject_of(event)
    if topic.parties is not None:
        concerned = topic.parties(subject)
        rows = [row for row in rows if concerned is None or row.party_id in concerned]
    body = body_of(event, topic, subject)
    calls = [
        WebhookCall(webhook=row, event=event.pk, type=event.name, body=body, due=event.when)
        for row in rows
    ]
    WebhookCall.objects.bulk_create(calls, ignore_conflicts=True)
    return list(WebhookCall.objects.filter(event=event.pk).order_by("pk"))


def call_due(when: datetime) -> int:
    """Try every call whose time has come; how many arrived.

    A call that a crash broke off is tried again: a receiver knows by ``id`` what it has.
    """
    patience = timedelta(seconds=limit("retry", "broken_s", "s", when.date()))
    broken = WebhookCall.objects.filter(state="sending", began__lt=when - patience)
    broken.update(state="waiting")
    due = WebhookCall.objects.filter(state="waiting", due__lte=when).order_by("due", "pk")
    return sum(_call(key, when) for key in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _call(key: int, when: datetime) -> bool:
    call = _claimed(key, when)
    if call is None:
        return False
    if call.webhook.ended is not None:
        call.state = "ended"
        call.save(update_fields=["state"])
        return False
    answer = _sent(call, when)
    with transaction.atomic():
        if answer.is_good:
            call.state = "delivered"
        else:
            pause = pause_s(call.tries, when.date(), key=RULES)
            call.state = "dead" if pause is None else "waiting"
            call.due = when + timedelta(seconds=pause or 0)
        call.save(update_fields=["state", "due"])
        WebhookAttempt.objects.create(
            call=call,
            when=when,
            status=answer.status,
            fault=answer.fault,
            took_ms=answer.took_ms,
        )
    return answer.is_good


def _claimed(key: int, when: datetime) -> WebhookCall | None:
    with transaction.atomic():
        rows = WebhookCall.objects.select_for_update(skip_locked=True, of=("self",))
        found = rows.filter(pk=key, state="waiting").select_related("webhook").first()
        if found is not None:
            found.state, found.began = "sending", when
            found.tries += 1
            found.save(update_fields=["state", "began", "tries"])
    return found


def _sent(call: WebhookCall, when: datetime) -> Answer:
    try:
        target = target_of(call.webhook.url)
    except Refused as refused:
        return Answer(None, refused.refusals[0].code, 0)
    body = call.body.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "qingshan",
        "Qingshan-Event": call.type,
        "Qingshan-Delivery": str(call.pk),
        HEADER: signature(unseal(call.webhook.secret_sealed), body, int(when.timestamp())),
    }
    seconds = limit(RULES, "patience_s", "s", when.date())
    return post(target, body, headers, patience_s=seconds)

"""Webhooks of a token's owner and party: registered, ended, given a new secret, their calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from pydantic import Field

from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import Bearer, called
from qingshan.apps.interface.paging import Paged, paged
from qingshan.apps.interface.problem import ANSWERED, CREATED, MADE
from qingshan.apps.interface.routers.own import Key, token_of
from qingshan.apps.interface.telling import moment
from qingshan.apps.parties.sealing import seal
from qingshan.apps.webhooks.models import CALL_STATES, Webhook, WebhookCall
from qingshan.apps.webhooks.reads import calls_of, webhooks_of
from qingshan.apps.webhooks.signing import head_of, secret_of
from qingshan.apps.webhooks.topics import TOPICS
from qingshan.apps.webhooks.verbs.end_webhook import end_webhook
from qingshan.apps.webhooks.verbs.register_webhook import register_webhook
from qingshan.apps.webhooks.verbs.renew_webhook_secret import renew_webhook_secret
from qingshan.apps.webhooks.verbs.resend_call import resend_call

SCOPE = "webhooks:write"
router = Router(tags=["webhooks"])
Number = Annotated[int, Path(ge=1, le=2**63 - 1, description="登记号 number of the entry")]
Topic = Annotated[str, Field(pattern=f"^({'|'.join(TOPICS)})$")]


class Register(Told):
    """An address that is called when something happens."""

    name: str = Field(min_length=1, max_length=60, description="名称 a name to tell it by")
    url: str = Field(min_length=1, max_length=300, description="https 网址 a public address")
    topics: list[Topic] = Field(min_length=1, max_length=len(TOPICS), description="推送内容 topics")


class Deliveries(Paged):
    """Calls of an address, all or those in one state."""

    state: str = Field("", pattern=f"^({'|'.join(CALL_STATES)})?$", description="状态 state")


@router.get(
    "own/webhooks",
    auth=Bearer(SCOPE),
    response=ANSWERED,
    url_name="api_webhooks",
)
def webhooks(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """Addresses that the token's owner registered for its party, in use or ended."""
    return paged(request, _own(request), asked, lambda rows: [webhook_told(row) for row in rows])


@router.post(
    "own/webhooks",
    auth=Bearer(SCOPE),
    response=MADE,
    url_name="api_webhook_register",
)
def register(request: HttpRequest, told: Register, key: Key) -> Any:
    """Register an address; the answer alone tells the secret, again for the same key."""
    call = called(request)
    secret = secret_of(call.key)
    made = register_webhook(
        call,
        party=token_of(request).party_id,
        name=told.name,
        url=told.url.strip(),
        topics=sorted(set(told.topics)),
        secret_sealed=seal(secret),
        head=head_of(secret),
    )
    return CREATED, {**webhook_told(made), "secret": secret}


@router.post(
    "own/webhooks/{number}/end",
    auth=Bearer(SCOPE),
    response=ANSWERED,
    url_name="api_webhook_end",
)
def end(request: HttpRequest, number: Number, key: Key) -> dict[str, Any]:
    """End an address at once; calls on their way are not sent any more."""
    found = get_object_or_404(_own(request), pk=number)
    return webhook_told(end_webhook(called(request), webhook=found.pk))


@router.post(
    "own/webhooks/{number}/secret",
    auth=Bearer(SCOPE),
    response=ANSWERED,
    url_name="api_webhook_secret",
)
def renew(request: HttpRequest, number: Number, key: Key) -> dict[str, Any]:
    """A new secret in place of the old one, which signs nothing from now on."""
    found = get_object_or_404(_own(request), pk=number)
    call = called(request)
    secret = secret_of(call.key)
    done = renew_webhook_secret(
        call, webhook=found.pk, secret_sealed=seal(secret), head=head_of(secret)
    )
    return {**webhook_told(done), "secret": secret}


@router.get(
    "own/webhooks/{number}/deliveries",
    auth=Bearer(SCOPE),
    response=ANSWERED,
    url_name="api_deliveries",
)
def deliveries(request: HttpRequest, number: Number, asked: Query[Deliveries]) -> dict[str, Any]:
    """The calls of an address with every try, newest first."""
    rows = calls_of(get_object_or_404(_own(request), pk=number))
    if asked.state:
        rows = rows.filter(state=asked.state)
    return paged(request, rows, asked, _deliveries_told)


@router.post(
    "own/deliveries/{number}/again",
    auth=Bearer(SCOPE),
    response=ANSWERED,
    url_name="api_delivery_again",
)
def again(request: HttpRequest, number: Number, key: Key) -> dict[str, Any]:
    """Send a call again that was given up; its tries count anew."""
    found = get_object_or_404(WebhookCall, webhook__in=_own(request), pk=number)
    [told] = _deliveries_told([resend_call(called(request), webhook_call=found.pk)])
    return told


def webhook_told(found: Webhook) -> dict[str, Any]:
    """An address as the interface tells it; of the secret its first letters."""
    return {
        "id": found.pk,
        "name": found.name,
        "url": found.url,
        "topics": found.topics,
        "secret_head": found.head,
        "since": moment(found.since),
        "ended": moment(found.ended) if found.ended else None,
    }


def _deliveries_told(rows: Sequence[WebhookCall]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk,
            "event": f"evt_{row.event}",
            "type": row.type,
            "state": row.state,
            "tries": row.tries,
            "attempts": [
                {
                    "when": moment(one.when),
                    "status": one.status,
                    "fault": one.fault or None,
                    "took_ms": one.took_ms,
                }
                for one in sorted(row.attempts.all(), key=lambda one: one.pk)
            ],
        }
        for row in rows
    ]


def _own(request: HttpRequest) -> Any:
    token = token_of(request)
    return webhooks_of(token.user).filter(party=token.party_id)

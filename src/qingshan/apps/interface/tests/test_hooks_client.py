"""A program manages its webhooks through the client, against a running site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from qingshan.apps.interface.tests.test_client import token_of
from qingshan.apps.interface.tests.test_hooks import HERE
from qingshan.apps.webhooks.models import WebhookCall
from qingshan.client import Client, Refusal


@override_settings(WEBHOOK_LOOPBACK=True)
def test_the_client_manages_webhooks(open_office: Any, live_server: Any) -> None:
    token = token_of(open_office, "webhooks:write")
    with Client(live_server.url, token=token) as own:
        made = own.register_webhook("财务系统", url=HERE, topics=["tickets"], key="client-0001")
        assert [row["id"] for row in own.webhooks()] == [made["id"]]
        assert own.renew_webhook_secret(made["id"])["secret"] != made["secret"]
        call = WebhookCall.objects.create(
            webhook_id=made["id"],
            event=1,
            type="ticket.issued",
            body="{}",
            state="dead",
            due=open_office.now + timedelta(days=1),
        )
        assert [row["id"] for row in own.deliveries(made["id"], state="dead")] == [call.pk]
        assert own.resend(call.pk)["state"] == "waiting"
        assert own.end_webhook(made["id"])["ended"]
        with pytest.raises(Refusal) as ended:
            own.end_webhook(made["id"])
        assert ended.value.codes == ["E-WH-04"]

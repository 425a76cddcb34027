"""Send what is due: each delivery is claimed, sent once, and its outcome written down."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction

from qingshan.apps.letters.channels import CHANNELS
from qingshan.apps.letters.models import Delivery, DeliveryAttempt
from qingshan.apps.letters.rules import limit, pause_s

AT_ONCE = 200
log = logging.getLogger(__name__)


def send_due(when: datetime) -> int:
    """Try every delivery whose time has come; how many were sent.

    A delivery is marked as being sent before it leaves. One that is found so later was broken off
    by a crash: it may have left, so it is not sent again but marked uncertain.
    """
    _give_up_broken(when)
    due = Delivery.objects.filter(state="waiting", due__lte=when).order_by("due", "pk")
    return sum(_send(key, when) for key in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _send(key: int, when: datetime) -> bool:
    delivery = _claimed(key, when)
    if delivery is None:
        return False
    channel = CHANNELS[delivery.channel]
    if not channel.address(delivery.notification):
        _written(delivery, when, "dropped", "")
        return False
    try:
        channel.send(delivery)
    except (OSError, SMTPException) as fault:
        log.warning("delivery %s by %s failed: %s", delivery.pk, delivery.channel, type(fault))
        pause = pause_s(delivery.tries, when.date())
        state = "dead" if pause is None else "waiting"
        delivery.due = when + timedelta(seconds=pause or 0)
        _written(delivery, when, state, _told(fault))
        return False
    _written(delivery, when, "sent", "")
    return True


def _claimed(key: int, when: datetime) -> Delivery | None:
    """The delivery, now ours alone; nothing when another process was quicker."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        found = rows.filter(pk=key, state="waiting").select_related("notification__user").first()
        if found is not None:
            found.state, found.began = "sending", when
            found.tries += 1
            found.save(update_fields=["state", "began", "tries"])
    return found


def _written(delivery: Delivery, when: datetime, state: str, fault: str) -> None:
    with transaction.atomic():
        delivery.state = state
        delivery.save(update_fields=["state", "due"])
        outcome = "waiting" if fault and state == "waiting" else state
        DeliveryAttempt.objects.create(delivery=delivery, when=when, state=outcome, fault=fault)


def _give_up_broken(when: datetime) -> None:
    patience = timedelta(seconds=limit("retry", "broken_s", "s", when.date()))
    broken = Delivery.objects.filter(state="sending", began__lt=when - patience)
    with transaction.atomic():
        for delivery in broken.select_for_update(skip_locked=True):
            _written(delivery, when, "uncertain", "")


def _told(fault: Exception) -> str:
    """What went wrong, without addresses: a code of the server or the kind of the fault."""
    code = getattr(fault, "smtp_code", "")
    return f"{type(fault).__name__} {code}".strip()[:200]

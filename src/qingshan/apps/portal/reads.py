"""What stands behind shared links."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from qingshan.apps.portal.models import SharedReport
from qingshan.apps.portal.refusals import LINK_OVER
from qingshan.core.kernel.errors import Refused


def secret_digest(secret: str) -> str:
    """How a secret part of a link is kept."""
    return hashlib.sha256(f"shared report:{secret}".encode()).hexdigest()


def shared_report(token: str, when: datetime) -> SharedReport:
    """The report behind a link.

    Raises
    ------
    Refused
        E-PO-09 when there is none, or none any more: the answer does not tell which.
    """
    found = SharedReport.objects.filter(token_digest=secret_digest(token)).first()
    if found is None or found.state != "shared" or found.expires <= when:
        raise Refused.because(LINK_OVER)
    return found


def is_maker(report: SharedReport, key: str) -> bool:
    """Whether a key is the one that was shown to who shared the report."""
    return hmac.compare_digest(report.key_digest, secret_digest(key))


def due_reports(when: datetime) -> list[int]:
    """Shared reports whose last day is over."""
    due = SharedReport.objects.filter(state="shared", expires__lte=when)
    return list(due.order_by("pk").values_list("pk", flat=True))

"""Refusals for machines: problem+json (RFC 9457) with our codes and both languages."""

from __future__ import annotations

from django.http import JsonResponse

from qingshan.apps.base.middleware import status_of
from qingshan.core.kernel.errors import Refused

MEDIA_TYPE = "application/problem+json"


def problem(refused: Refused) -> JsonResponse:
    """The answer to a refused request; ``refusals`` lists all that is wrong at once."""
    status = int(getattr(refused, "status", 0)) or status_of(refused)
    first = refused.refusals[0]
    body = {
        "type": f"urn:qingshan:refusal:{first.code}",
        "title": first.what("en"),
        "title_zh": first.what("zh"),
        "status": status,
        "refusals": [refusal.as_dict() for refusal in refused.refusals],
    }
    response = JsonResponse(
        body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    if retry := getattr(refused, "retry_after_s", 0):
        response["Retry-After"] = str(retry)
    return response

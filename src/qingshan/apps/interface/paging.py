"""Lists page by page: in order of keys, so that nothing is missed or told twice while rows come."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from pydantic import Field

from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.refusals import CURSOR_WRONG
from qingshan.core.kernel.errors import Refusal

USUAL, MOST = 50, 500


class Paged(Told):
    """How much of a list, and from where on."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="条数 rows of a page")
    cursor: str = Field("", max_length=40, description="翻页标记 from the page before")


def paged(
    request: HttpRequest,
    rows: QuerySet[Any],
    asked: Paged,
    told: Callable[[Sequence[Any]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """Items newest first and the address of the next page, None at the end.

    Raises
    ------
    TurnedAway
        E-IF-05, status 422.
    """
    ordered = rows.order_by("-pk")
    if asked.cursor:
        ordered = ordered.filter(pk__lt=_opened(asked.cursor))
    found = list(ordered[: asked.limit + 1])
    shown = found[: asked.limit]
    following = None
    if len(found) > asked.limit:
        query = {**request.GET.dict(), "cursor": _packed(shown[-1].pk), "limit": asked.limit}
        following = f"{request.build_absolute_uri(request.path)}?{urlencode(query)}"
    return {"items": told(shown), "next": following}


def _packed(key: int) -> str:
    return base64.urlsafe_b64encode(f"k{key}".encode()).decode().rstrip("=")


def _opened(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        text = ""
    if not (text[:1] == "k" and text[1:].isascii() and text[1:].isdigit() and len(text) < 20):
        raise TurnedAway(Refusal(CURSOR_WRONG, cursor), status=422)
    return int(text[1:])

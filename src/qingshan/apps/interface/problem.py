"""The shape of a refusal in the description of the interface."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class Problem(Schema):
    """RFC 9457, with every refusal at once in both languages."""

    type: str
    title: str
    title_zh: str
    status: int
    refusals: list[dict[str, Any]]


REFUSED = dict.fromkeys((400, 413, 422, 429, 503), Problem)
ABSENT = {**REFUSED, 404: Problem}
DENIED = {**ABSENT, 401: Problem, 403: Problem, 409: Problem}

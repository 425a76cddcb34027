"""The shape of a refusal in the description of the interface."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from ninja import Schema

from qingshan.apps.base.problems import MEDIA_TYPE


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
CREATED = 201
ANSWERED = {200: dict[str, Any], **DENIED}
MADE = {CREATED: dict[str, Any], **DENIED}
"""What an address under a token answers: something that is there, or something that it made."""


def in_its_type(description: dict[str, Any]) -> dict[str, Any]:
    """The description with faults told under the media type that they really have."""
    for path in description["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST and "content" in answer:
                    answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
    return description

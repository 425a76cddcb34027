"""What a program tells: the parts that are described and no others, in text that can be kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict, model_validator

from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.interface.refusals import PARAMETER_UNKNOWN
from qingshan.core.kernel.errors import Refusal

NUL, WRONG = "\x00", 422


class Told(Schema):
    """The parts of a request; one that is not known is refused instead of left out.

    Raises
    ------
    ValueError
        For a text with a NUL, which PostgreSQL refuses to store and to compare.
    """

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _is_text(self) -> Self:
        wrong = [name for name, value in vars(self).items() if NUL in str(value)]
        if wrong:
            raise ValueError(f"no NUL may stand in {', '.join(wrong)}")
        return self


def refuse_unknown_parts(request: HttpRequest, known: Collection[str]) -> None:
    """Refuse parts of a form that no field of it takes.

    Raises
    ------
    TurnedAway
        E-IF-04 for each, status 422.
    """
    facts = {"known": ", ".join(known)}
    unknown = [name for name in (*request.POST, *request.FILES) if name not in known]
    if unknown:
        wrong = [Refusal(PARAMETER_UNKNOWN, name, facts) for name in unknown]
        raise TurnedAway.all(wrong, status=WRONG)

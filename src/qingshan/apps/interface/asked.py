"""What a program tells: the parts that are described and no others, in text that can be kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.http import HttpRequest, QueryDict
from ninja import Schema
from pydantic import ConfigDict, model_validator

from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.interface.refusals import PARAMETER_REPEATED, PARAMETER_UNKNOWN
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


def faults_in(told: QueryDict, known: Collection[str]) -> list[Refusal]:
    """What is wrong with the names in an address or a form: unknown (E-IF-04), twice (E-IF-11)."""
    facts = {"known": ", ".join(known) or "—"}
    unknown = [Refusal(PARAMETER_UNKNOWN, name, facts) for name in told if name not in known]
    counts = {name: len(values) for name, values in told.lists() if name in known}
    twice = [
        Refusal(PARAMETER_REPEATED, name, {"count": count})
        for name, count in counts.items()
        if count > 1
    ]
    return unknown + twice


def must_be_parts(request: HttpRequest, fields: Collection[str], files: str) -> None:
    """Refuse what was stopped on its way, unknown parts, and fields that are sent twice.

    Parameters
    ----------
    request
        A form with files.
    fields
        Names that take one text each.
    files
        The name that takes any number of files.

    Raises
    ------
    TurnedAway
        As ``refuse_stopped``; E-IF-04 or E-IF-11 for each wrong part, status 422.
    """
    refuse_stopped(request)
    wrong = faults_in(request.POST, fields)
    facts = {"known": ", ".join((files, *fields))}
    wrong += [Refusal(PARAMETER_UNKNOWN, name, facts) for name in request.FILES if name != files]
    if wrong:
        raise TurnedAway.all(wrong, status=WRONG)

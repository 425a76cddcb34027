"""What a topic is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qingshan.core.kernel.label import Label

ANYBODY: tuple[str, ...] = ()
Data = dict[str, Any]


@dataclass(frozen=True)
class Topic:
    """One subscription: which events, how each is told, and who may have it.

    ``parties`` names whom an event concerns; where there is none, or it names none for this one,
    everybody may know of it.
    """

    label: Label
    events: tuple[str, ...]
    told: Callable[[Any], Data]
    roles: tuple[str, ...] = ANYBODY
    parties: Callable[[Any], set[int] | None] | None = None

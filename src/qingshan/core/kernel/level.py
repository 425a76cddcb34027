"""How much a finding matters, for every room that examines what people hand in."""

from __future__ import annotations

from enum import Enum

from qingshan.core.kernel.label import Label


class Level(Enum):
    """How much a finding matters; ``ASKS`` is a question that the user must answer."""

    BLOCKS = "blocks"
    ASKS = "asks"
    WARNS = "warns"
    TELLS = "tells"

    @property
    def label(self) -> Label:
        """The level in words."""
        return _LEVELS[self]


_LEVELS = {
    Level.BLOCKS: Label("须更正", "must be corrected"),
    Level.ASKS: Label("请确认", "please confirm"),
    Level.WARNS: Label("请核对", "please check"),
    Level.TELLS: Label("说明", "for information"),
}

"""What a reader must know beside a result: one sentence with a code and a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from qingshan.core.kernel.label import Label

Level = Literal["info", "warn"]


@dataclass(frozen=True)
class Note:
    """A finding that does not stop the work: ``warn`` asks for a look, ``info`` only tells."""

    code: str
    level: Level
    text: Label

    def as_dict(self) -> dict[str, Any]:
        """For JSON, both languages."""
        return {"code": self.code, "level": self.level, "zh": self.text.zh, "en": self.text.en}

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Note:
        """Back from ``as_dict``."""
        return cls(row["code"], row["level"], Label(row["zh"], row["en"]))

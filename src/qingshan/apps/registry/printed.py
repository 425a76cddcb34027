"""What the papers of the register have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from qingshan.core.kernel.label import Label


class Paper(Protocol):
    """What every paper of the register can say of itself."""

    @property
    def number(self) -> str:
        """Under which number it is entered."""
        ...

    @property
    def title(self) -> Label:
        """What it is."""
        ...

    @property
    def verify_url(self) -> str:
        """Where it is checked."""
        ...

    @property
    def signed_at(self) -> datetime:
        """When it was sealed."""
        ...

    def statement(self) -> dict[str, Any]:
        """What the seal and the check code say."""
        ...

    def as_data(self) -> dict[str, Any]:
        """What is printed."""
        ...

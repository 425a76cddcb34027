"""A statement as data: dataclasses, labels and decimals as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from qingshan.core.kernel.label import Label


def as_dict(value: Any) -> Any:
    """A dataclass as a dictionary of its fields, a label with both languages, a decimal as text."""
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if is_dataclass(value):
        return {each.name: as_dict(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: as_dict(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [as_dict(each) for each in value]
    return str(value) if isinstance(value, Decimal) else value

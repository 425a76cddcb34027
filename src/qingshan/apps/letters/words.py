"""A notification in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Words:
    """Heading and sentence of a notification."""

    heading: Label
    text: Label


def worded(heading_zh: str, heading_en: str, zh: str, en: str) -> Words:
    """The words of a template, Chinese and English in turn."""
    return Words(Label(heading_zh, heading_en), Label(zh, en))

"""What is wrong with a text from the public: too short, spam, said before, personal data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from qingshan.apps.base.gate import masked
from qingshan.apps.notices.refusals import (
    IDENTITY_SHOWN,
    LINKS_MANY,
    PHONE_WRONG,
    TEXT_LENGTH,
)
from qingshan.apps.notices.rules import of_comment
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refusal

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_PERSONAL = re.compile(r"(?<!\d)(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?!\d)")
_PHONE = re.compile(r"\+?\d[\d\- ]{5,18}\d")
_SHOWN = 3


def plain(text: str) -> str:
    """A text as it is kept: no control characters, no blanks around it."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()


def same_as(text: str) -> str:
    """A digest that is the same for texts that differ in blanks, width or punctuation only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return sha256("".join(c for c in folded if c.isalnum()).encode())


def faults(text: str, phone: str, as_of: date) -> Iterator[Refusal]:
    """All that is wrong with the words and the number (E-NT-08, -09, -11, -13)."""
    least, most = (of_comment(f"{end}_characters", as_of) for end in ("least", "most"))
    if not least <= len(text) <= most:
        yield Refusal(TEXT_LENGTH, "", {"count": len(text), "least": least, "most": most})
    links, allowed = len(_LINK.findall(text)), of_comment("most_links", as_of)
    if links > allowed:
        yield Refusal(LINKS_MANY, "", {"count": links, "most": allowed})
    if found := _PERSONAL.search(text):
        yield Refusal(IDENTITY_SHOWN, "", {"shown": found.group()[:_SHOWN] + "…"})
    if phone and _PHONE.fullmatch(phone) is None:
        yield Refusal(PHONE_WRONG, phone[:20])


def sender_of(address: str, day: date) -> str:
    """A keyed digest of a network address that differs from day to day and cannot be read back."""
    return masked(f"comment/{day.isoformat()}/{address}").hex()

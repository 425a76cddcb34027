"""What may not be said of a retired quantity: wordings of the table ``registry.claim_wording``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from qingshan.apps.registry.refusals import CLAIM_WORDING
from qingshan.core.kernel.errors import Refusal
from qingshan.core.tables.shelf import open_shelf

TABLE = "registry.claim_wording"
_BETWEEN = re.compile(r"[\W_]+")


def wordings(as_of: date) -> list[str]:
    """The wordings that are not allowed on a day, of both languages."""
    return [str(row.value) for row in open_shelf().rows(TABLE, as_of)]


def claim_faults(said: str, *, place: str, as_of: date) -> Iterator[Refusal]:
    """A refusal (E-RG-08) for each wording that a text holds, however it is spaced or written.

    Full-width letters, capitals, blanks and marks between the characters change nothing.
    """
    plain = _plain(said)
    for word in wordings(as_of):
        if _plain(word) in plain:
            yield Refusal(CLAIM_WORDING, place, {"word": word})


def _plain(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())

"""Letters as PDF on the sheet of the letters of cases: the same bytes every time from one row."""

from __future__ import annotations

from qingshan.apps.casework.sheet import Sheet
from qingshan.apps.letters.kinds import KINDS
from qingshan.apps.letters.models import Letter
from qingshan.apps.letters.saying import said


def letter_pdf(letter: Letter) -> bytes:
    """The letter in the language of the page; refuses as ``Sheet.pdf``."""
    return _sheet(letter).pdf(said(letter.kind, letter.content, letter.dated))


def letter_code(letter: Letter) -> str:
    """The code printed on a letter."""
    return _sheet(letter).code()


def _sheet(letter: Letter) -> Sheet:
    return Sheet(
        kind=f"letter/{letter.kind}",
        heading=KINDS[letter.kind].label,
        number=letter.number,
        dated=letter.dated,
        office=letter.office,
        content=letter.content,
        path=f"/letters/{letter.number}",
    )

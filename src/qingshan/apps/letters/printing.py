"""Letters as PDF in the hand of the letters of cases: the same bytes every time from one row."""

from __future__ import annotations

from django.conf import settings

from qingshan.apps.base.frame import language, say
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.base.paper import qr_modules, qr_svg, render
from qingshan.apps.base.templatetags.amounts import day
from qingshan.apps.casework.printing import MEDIA_TYPE, TEMPLATE, WORDS
from qingshan.apps.letters.kinds import KINDS
from qingshan.apps.letters.models import Letter
from qingshan.apps.letters.saying import said
from qingshan.core.kernel.digest import digest_of
from qingshan.core.proof.code import check_code

__all__ = ["MEDIA_TYPE", "letter_code", "letter_pdf"]


def letter_pdf(letter: Letter) -> bytes:
    """The letter with number, office, day, seal place and a code to check it by.

    Raises
    ------
    Refused
        E-PF-11 fonts missing, E-PF-12 a character without a glyph, E-PF-13 text that does not fit.
    """
    heading = say(KINDS[letter.kind].label)
    code = letter_code(letter)
    address = f"{settings.SITE_URL}/letters/{letter.number}"
    link = f"{address}?c={code}"
    data = {
        "lang": language(),
        "demo": bool(settings.DEMO),
        "words": {name: say(word) for name, word in WORDS.items()},
        "office": say(letter.office.label),
        "heading": heading,
        "number": letter.number,
        "day": day(letter.dated),
        "verify_at": address,
        "code": code,
        "qr_svg": qr_svg(link),
        "qr_modules": qr_modules(link),
        "qr_alt": say(WORDS["check"]),
        **said(letter.kind, letter.content, letter.dated),
    }
    return render(TEMPLATE, data, title=f"{heading} {letter.number}", dated=letter.dated)


def letter_code(letter: Letter) -> str:
    """The code printed on a letter; a digest of its content is under it, nothing personal."""
    statement = {
        "kind": f"letter/{letter.kind}",
        "number": letter.number,
        "dated": letter.dated,
        "office": letter.office.name,
        "content": digest_of(letter.content),
    }
    return check_code(statement, signer(REGISTER))

"""The sheet of every letter: number, office, day, place of the seal, and a code to check it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.frame import language, say
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.base.paper import qr_modules, qr_svg, render
from qingshan.apps.base.templatetags.amounts import day
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.label import Label
from qingshan.core.proof.code import check_code

TEMPLATE = Path(__file__).parent / "papers" / "letter.typ"
MEDIA_TYPE = "application/pdf"
_WORDS = {
    "check": Label("扫码或在下列网址输入编号和校验码核验", "Check by the code or at this address"),
    "code": Label("校验码", "Check code"),
    "seal": Label("（盖章处）", "(place of the seal)"),
    "demo": Label("演示环境，数据为虚构，不具法律效力", "Demonstration: fictional, without effect"),
}


@dataclass(frozen=True)
class Sheet:
    """One letter before it is printed; ``path`` is where strangers check it."""

    kind: str
    heading: Label
    number: str
    dated: date
    office: Party
    content: Mapping[str, Any]
    path: str

    def code(self) -> str:
        """The code printed on it; a digest of its content is under it, nothing personal."""
        statement = {
            "kind": self.kind,
            "number": self.number,
            "dated": self.dated,
            "office": self.office.name,
            "content": digest_of(self.content),
        }
        return check_code(statement, signer(REGISTER))

    def pdf(self, said: Mapping[str, Any]) -> bytes:
        """The letter in the language of the page; ``said`` is what stands between head and seal.

        Raises
        ------
        Refused
            E-PF-11 fonts missing, E-PF-12 a character without a glyph, E-PF-13 text that does not
            fit.
        """
        heading, code = say(self.heading), self.code()
        address = f"{settings.SITE_URL}{self.path}"
        link = f"{address}?c={code}"
        data = {
            "lang": language(),
            "demo": bool(settings.DEMO),
            "words": {name: say(word) for name, word in _WORDS.items()},
            "office": say(self.office.label),
            "heading": heading,
            "number": self.number,
            "day": day(self.dated),
            "verify_at": address,
            "code": code,
            "qr_svg": qr_svg(link),
            "qr_modules": qr_modules(link),
            "qr_alt": say(_WORDS["check"]),
            "to": "",
            "before": [],
            "items": [],
            "facts": [],
            "after": [],
            **said,
        }
        return render(TEMPLATE, data, title=f"{heading} {self.number}", dated=self.dated)

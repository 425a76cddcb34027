"""A sheet as a sealed PDF, in each language: the same bytes every time from one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.diligence.lines import moment_text, said
from qingshan.apps.diligence.models import RightsCheck
from qingshan.apps.diligence.reads import KIND
from qingshan.apps.registry.faces import code_of, sealed
from qingshan.apps.registry.printing import MEDIA_TYPE, Written, local
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day

__all__ = ["MEDIA_TYPE", "TITLE", "written"]
TEMPLATE = Path(__file__).parent / "papers" / "rights_check.typ"
TITLE = Label("权利核查单", "Rights check sheet")
TERMS = (
    Label(
        "本单记载出具时登记系统所载的内容，不冻结任何数量；办理质押以登记时的记录为准。",
        "It says what stood in the register when it was made and holds nothing; the entry of a "
        "pledge goes by what stands then.",
    ),
    Label(
        "写明“未知”的，本系统没有可靠来源，请按来源栏所列另行查询；估值仅供参考。",
        "Where it says unknown the register has no source to rely on: ask as the line says. "
        "A valuation is no more than a reference.",
    ),
    Label(
        "仅供所列银行办理质押使用，不得用于其他目的。",
        "For the bank named above and its lending alone.",
    ),
)
WORDS = {
    "bank": Label("出具给", "Made for"),
    "ground": Label("依据", "Ground"),
    "item": Label("事项", "Item"),
    "says": Label("登记内容", "What is entered"),
    "source": Label("来源", "Source"),
    "as_of": Label("时点", "As of"),
    "made": Label("出具时间", "Made"),
    "holder": Label("持有人", "Holder"),
    "held": Label("持有", "Holds"),
    "available": Label("可质押", "May be pledged"),
    "tonne": Label("吨", "t"),
    "check": Label("扫码或在下列网址输入编号和校验码核验", "Check by the code or at this address"),
    "code": Label("校验码", "Check code"),
    "demo": Label("演示环境，数据为虚构，不具法律效力", "Demonstration: fictional, without effect"),
    "register": Label("林业碳票登记系统", "Register of forestry carbon tickets"),
}


@dataclass(frozen=True)
class RightsPaper:
    """One sheet in one language; both are sealed with the same statement."""

    check: RightsCheck
    lang: str

    @property
    def number(self) -> str:
        """Under which number it is entered."""
        return self.check.number

    @property
    def title(self) -> Label:
        """What it is, in the language of the paper."""
        return Label(*[TITLE.say(self.lang)] * 2)

    @property
    def verify_url(self) -> str:
        """Where it is checked."""
        return f"{settings.SITE_URL}/rights-checks"

    @property
    def signed_at(self) -> datetime:
        """When it was sealed."""
        return local(self.check.when)

    def statement(self) -> dict[str, Any]:
        """What the seal and the check code say: figures and a digest, nothing personal."""
        return {
            "kind": KIND,
            "number": self.check.number,
            "ticket_number": self.check.ticket.number,
            "amount": self.check.quantity,
            "available": self.check.available,
            "unit": "0.0001 tCO2e",
            "as_of": self.signed_at.isoformat(timespec="seconds"),
            "content": digest_of(self.check.content),
            "demo": bool(settings.DEMO),
        }

    def as_data(self) -> dict[str, Any]:
        """What is printed."""
        found = self.check
        return {
            "lang": self.lang,
            "demo": bool(settings.DEMO),
            "words": {name: word.say(self.lang) for name, word in WORDS.items()},
            "heading": TITLE.say(self.lang),
            "number": found.number,
            "ticket": found.ticket.number,
            "holder": found.holder.label.say(self.lang),
            "bank": found.bank.label.say(self.lang),
            "ground": ground_of(found).say(self.lang),
            "made": moment_text(found.when),
            "held": tonnes_text(found.quantity),
            "available": tonnes_text(found.available),
            "sections": [said(one, self.lang) for one in found.content],
            "terms": [term.say(self.lang) for term in TERMS],
        }


def written(check: RightsCheck, lang: str) -> Written:
    """The sealed paper in one language, with the code printed on it.

    Raises
    ------
    Refused
        E-PF-11 fonts missing, E-PF-12 a character that no font has.
    """
    paper, key = RightsPaper(check, lang), signer(REGISTER)
    pdf = sealed(TEMPLATE, paper, key, dated=booking_day(check.when))
    return Written(pdf, code_of(paper, key))


def ground_of(check: RightsCheck) -> Label:
    """On which ground a bank was shown it."""
    if check.consent is not None:
        number, until = check.consent.number, check.consent.until
        return Label(f"持有人同意 {number}，至 {until}", f"consent {number} until {until}")
    return Label(f"已登记的质押 {check.pledge}", f"registered pledge {check.pledge}")

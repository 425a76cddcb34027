"""What stands on a certificate of holding (持有凭证), and how it becomes a sealed PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingshan.apps.registry.faces import (
    BILINGUAL,
    PAPERS,
    DepartmentSignature,
    day_text,
    masked_code,
    sealed,
    title_data,
    weight_capitals,
    weight_texts,
)
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.proof.signer import Signer

HOLDING_TITLE = Label("林业碳票持有凭证", "Certificate of Holding")
HOLDING_TERMS = (
    Label(
        "本凭证记载出具时的持有数量，不是可流通的票据；持有人、数量和状态以登记系统实时记录为准。",
        "It shows what was held when it was made and is no security; the register decides.",
    ),
    Label(
        "持有数量此后有转让、质押、冻结或注销的，本凭证不再反映现状，请扫码查验。",
        "Once units move, are pledged, frozen or retired, it is out of date: scan the code.",
    ),
)


@dataclass(frozen=True)
class HoldingPaper:
    """Everything printed on a certificate of holding; amounts count 0.0001 t CO2e.

    ``held`` is the part of ``amount`` that something holds, such as a pledge or a listing.
    """

    number: str
    ticket_number: str
    holder: str
    credit_code: str
    source: str
    amount: int
    held: int
    signatures: tuple[DepartmentSignature, ...]
    signed_at: datetime
    verify_url: str
    title: Label = HOLDING_TITLE
    register: str = "林业碳票登记系统"
    terms: tuple[Label, ...] = HOLDING_TERMS
    demo: bool = True
    lang: str = BILINGUAL

    def __post_init__(self) -> None:
        """Nobody holds nothing, and no more is held than there is."""
        assert 0 <= self.held <= self.amount
        assert self.amount > 0

    def statement(self) -> dict[str, Any]:
        """What the seal and the check code say: the figures, nothing personal."""
        return {
            "kind": "holding",
            "number": self.number,
            "ticket_number": self.ticket_number,
            "amount": self.amount,
            "held": self.held,
            "unit": "0.0001 tCO2e",
            "as_of": self.signed_at.isoformat(timespec="seconds"),
            "demo": self.demo,
        }

    def as_data(self) -> dict[str, Any]:
        """For the template: texts only, as they are printed."""
        figure, unit, other = weight_texts(self.amount)
        return {
            **title_data(self.title),
            "number": self.number,
            "ticket_number": self.ticket_number,
            "holder": self.holder,
            "credit_code": masked_code(self.credit_code),
            "source": self.source,
            "quantity": figure,
            "unit": unit,
            "other_unit": other,
            "capitals": weight_capitals(self.amount),
            "available": f"{tonnes_text(self.amount - self.held)} 吨",
            "held": f"{tonnes_text(self.held)} 吨",
            "made_on": day_text(self.signed_at.date()),
            "moment": f"{self.signed_at:%H:%M}",
            "signatures": [sign.as_data(demo=self.demo) for sign in self.signatures],
            "register": self.register,
            "terms": [{"zh": term.zh, "en": term.en} for term in self.terms],
            "demo": self.demo,
            "lang": self.lang,
        }


def holding_pdf(paper: HoldingPaper, signer: Signer) -> bytes:
    """The certificate, rendered and sealed; equal papers give equal bytes.

    Raises
    ------
    Refused
        E-PF-12 a character that no font has, E-PF-13 more text than the paper holds.
    """
    return sealed(PAPERS / "holding.typ", paper, signer, dated=paper.signed_at.date())

"""What stands on a ticket and on a retirement certificate, and how both become sealed PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import shapely

from qingshan.apps.base.paper import qr_modules, qr_svg, render
from qingshan.apps.registry.printed import Paper
from qingshan.apps.registry.sketch import sketch_svg
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import number_capitals
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import (
    CARBON_PER_TONNE,
    MU_PER_HECTARE,
    SQUARE_METRE_PER_HECTARE,
    tonnes_text,
)
from qingshan.core.proof.code import check_code
from qingshan.core.proof.envelope import seal_pdf
from qingshan.core.proof.signer import Signer

PAPERS = Path(__file__).parent / "papers"
BILINGUAL = "zh-en"
CARBON_PER_KILOGRAM = CARBON_PER_TONNE // 1000

TICKET_TITLE = Label("林业碳票", "Forestry Carbon Ticket")
RETIREMENT_TITLE = Label("林业碳票注销证书", "Certificate of Retirement")

TICKET_TERMS = (
    Label(
        "本票是林地、林木碳减排量收益权的凭证，可依规交易、质押、兑现、抵消；"
        "一经注销，不得再次转让、质押或使用。",
        "A title to the income from the stated removal; once retired it is never used again.",
    ),
    Label(
        "票载数量为首次签发数量，持有人、余量和状态以登记系统实时记录为准；"
        "本票不是林权证明，不改变林地、林木权属。",
        "Holder, remaining quantity and state are as the register says; this is no forest title.",
    ),
)
RETIREMENT_GUARD = (
    Label(
        "上列碳减排量已在登记系统注销，该序列号不得再次转让、质押、注销或使用。",
        "The quantity above is retired; its serial numbers can never be used again.",
    ),
    Label(
        "本证书只证明所列数量、用途和期间，不得据此宣称产品或企业“零排放”，"
        "不得用于全国碳排放权交易市场配额清缴。",
        "It proves quantity, purpose and period only; no zero-emission claim, no compliance use.",
    ),
)


@dataclass(frozen=True)
class DepartmentSignature:
    """A department on a paper: its part (issue, filing), its name, the day it signed."""

    part: Label
    office: str
    signed_on: date

    def as_data(self, *, demo: bool) -> dict[str, Any]:
        """For the template."""
        return {
            "part_zh": self.part.zh,
            "part_en": self.part.en,
            "office": self.office,
            "dated": day_text(self.signed_on),
            "note": "演示签名，不具法律效力" if demo else "电子签名，随文件核验",
        }


@dataclass(frozen=True)
class TicketFace:
    """Everything printed on a ticket.

    ``amount`` and the half-open serial range ``[first_serial, next_serial)`` count 0.0001 t CO2e;
    ``area_m2`` counts square metres; ``holder`` is given as it may be shown (a person's name
    masked); ``verify_url`` is the address to which ``/number?c=code`` is added; ``sketch`` holds
    the shapes of the stands (EPSG:4490) and brings a second page with a small map. From the second
    ``edition`` on the paper says that it makes those before it void; a ``mark`` lies across it.
    """

    number: str
    holder: str
    credit_code: str
    location: str
    compartments: str
    area_m2: int
    species: str
    origin: str
    tenure_number: str
    method: str
    period: Period
    amount: int
    first_serial: int
    next_serial: int
    measuring_body: str
    verifying_body: str
    signatures: tuple[DepartmentSignature, ...]
    issued_on: date
    signed_at: datetime
    verify_url: str
    title: Label = TICKET_TITLE
    register: str = "林业碳票登记系统"
    terms: tuple[Label, ...] = TICKET_TERMS
    sketch: tuple[shapely.Geometry, ...] = ()
    edition: int = 1
    mark: Label | None = None
    demo: bool = True
    lang: str = BILINGUAL

    def __post_init__(self) -> None:
        """The block of serial numbers is as long as the quantity; one or two boxes to sign."""
        assert self.next_serial - self.first_serial == self.amount > 0
        assert 1 <= len(self.signatures) <= 2

    def statement(self) -> dict[str, Any]:
        """What the seal and the check code say: the figures, nothing personal."""
        later: dict[str, Any] = {"edition": self.edition} if self.edition > 1 else {}
        if self.mark:
            later["mark"] = self.mark.zh
        return {
            **later,
            "kind": "ticket",
            "number": self.number,
            "amount": self.amount,
            "unit": "0.0001 tCO2e",
            "first_serial": self.first_serial,
            "next_serial": self.next_serial,
            "period": [self.period.start, self.period.last],
            "area_m2": self.area_m2,
            "method": self.method,
            "issued_on": self.issued_on,
            "demo": self.demo,
        }

    def as_data(self) -> dict[str, Any]:
        """For the template: texts only, as they are printed."""
        return {
            **title_data(self.title),
            "number": self.number,
            "number_caption": [*_number_caption(self.edition)],
            "mark": self.mark.zh if self.mark else "",
            "issued_on": day_text(self.issued_on),
            "holder": self.holder,
            "credit_code": masked_code(self.credit_code),
            "location": self.location,
            "compartments": self.compartments,
            "area": area_text(self.area_m2),
            "species": self.species,
            "origin": self.origin,
            "tenure_number": self.tenure_number,
            "method": self.method,
            "period": period_text(self.period),
            "quantity": tonnes_text(self.amount),
            "capitals": tonnes_capitals(self.amount),
            "serials": [serial_text(self.first_serial), serial_text(self.next_serial - 1)],
            "measuring_body": self.measuring_body,
            "verifying_body": self.verifying_body,
            "signatures": [sign.as_data(demo=self.demo) for sign in self.signatures],
            "register": self.register,
            "terms": [{"zh": term.zh, "en": term.en} for term in self.terms],
            "sketch": sketch_svg(self.sketch),
            "demo": self.demo,
            "lang": self.lang,
        }


@dataclass(frozen=True)
class RetirementPaper:
    """Everything printed on a certificate of retirement; units as on the ticket.

    ``covers`` is the event or span that is offset, as the retiring party stated it.
    """

    number: str
    ticket_number: str
    retired_by: str
    beneficiary: str
    purpose: str
    covers: str
    source: str
    amount: int
    first_serial: int
    next_serial: int
    retired_on: date
    signatures: tuple[DepartmentSignature, ...]
    signed_at: datetime
    verify_url: str
    title: Label = RETIREMENT_TITLE
    register: str = "林业碳票登记系统"
    terms: tuple[Label, ...] = RETIREMENT_GUARD
    demo: bool = True
    lang: str = BILINGUAL

    def __post_init__(self) -> None:
        """The cut of serial numbers is as long as the quantity; one or two boxes to sign."""
        assert self.next_serial - self.first_serial == self.amount > 0
        assert 1 <= len(self.signatures) <= 2

    def statement(self) -> dict[str, Any]:
        """What the seal and the check code say: the figures, nothing personal."""
        return {
            "kind": "retirement",
            "number": self.number,
            "ticket_number": self.ticket_number,
            "amount": self.amount,
            "unit": "0.0001 tCO2e",
            "first_serial": self.first_serial,
            "next_serial": self.next_serial,
            "retired_on": self.retired_on,
            "demo": self.demo,
        }

    def as_data(self) -> dict[str, Any]:
        """For the template: texts only, as they are printed."""
        figure, unit, other = weight_texts(self.amount)
        return {
            **title_data(self.title),
            "number": self.number,
            "ticket_number": self.ticket_number,
            "retired_by": self.retired_by,
            "beneficiary": self.beneficiary,
            "purpose": self.purpose,
            "covers": self.covers,
            "source": self.source,
            "quantity": figure,
            "unit": unit,
            "other_unit": other,
            "capitals": weight_capitals(self.amount),
            "serials": [serial_text(self.first_serial), serial_text(self.next_serial - 1)],
            "retired_on": day_text(self.retired_on),
            "signatures": [sign.as_data(demo=self.demo) for sign in self.signatures],
            "register": self.register,
            "terms": [{"zh": term.zh, "en": term.en} for term in self.terms],
            "demo": self.demo,
            "lang": self.lang,
        }


def ticket_pdf(face: TicketFace, signer: Signer) -> bytes:
    """The face of a ticket, rendered and sealed; equal faces give equal bytes.

    Raises
    ------
    Refused
        E-PF-12 a character that no font has, E-PF-13 more text than the face holds.
    """
    return sealed(PAPERS / "ticket.typ", face, signer, dated=face.issued_on)


def retirement_pdf(paper: RetirementPaper, signer: Signer) -> bytes:
    """The certificate of a retirement, rendered and sealed; refusals as for ``ticket_pdf``."""
    return sealed(PAPERS / "retirement.typ", paper, signer, dated=paper.retired_on)


def verify_address(paper: Paper, signer: Signer) -> str:
    """The address in the QR code: number and check code, so that a copied number is not enough."""
    code = code_of(paper, signer)
    return f"{paper.verify_url.rstrip('/')}/{paper.number}?c={code}"


def code_of(paper: Paper, signer: Signer) -> str:
    """The check code: that of the paper as it was entered, whatever mark lies across it now."""
    statement = {name: value for name, value in paper.statement().items() if name != "mark"}
    return check_code(statement, signer)


def sealed(template: Path, paper: Paper, signer: Signer, *, dated: date) -> bytes:
    """A paper, rendered and sealed; refusals as for ``ticket_pdf``."""
    statement = paper.statement()
    address = verify_address(paper, signer)
    data: Mapping[str, Any] = {
        **paper.as_data(),
        "qr_svg": qr_svg(address),
        "qr_modules": qr_modules(address),
        "qr_alt": f"二维码：{address}",
        "verify_at": paper.verify_url.rstrip("/"),
        "code": code_of(paper, signer),
        "key_id": signer.key_id,
    }
    title = f"{paper.title.zh} {paper.number}"
    pdf = render(template, data, title=title, dated=dated)
    return seal_pdf(pdf, statement, signer, signed_at=paper.signed_at)


def _number_caption(edition: int) -> Label:
    if edition == 1:
        return Label("票号", "Ticket No.")
    return Label(f"票号（第 {edition} 版，前版作废）", f"No., print {edition}")


def title_data(title: Label) -> dict[str, str]:
    """The heading of a paper in both languages."""
    return {"heading_zh": title.zh, "heading_en": title.en}


def day_text(day: date) -> str:
    """A day as written in text: 2024年3月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_text(period: Period) -> str:
    """Both days included: 2019年1月1日至2023年12月31日."""
    return f"{day_text(period.start)}至{day_text(period.last)}"


def area_text(area_m2: int) -> str:
    """Mu first, hectares in brackets, rounded half up: 1,842.60 亩（122.84 公顷）."""
    hectares = Decimal(area_m2) / SQUARE_METRE_PER_HECTARE
    area_mu, area_ha = (
        value.quantize(Decimal("0.01"), ROUND_HALF_UP)
        for value in (hectares * MU_PER_HECTARE, hectares)
    )
    return f"{area_mu:,} 亩（{area_ha:,} 公顷）"


def serial_text(serial: int) -> str:
    """A serial number in groups of four digits, at least two of them: 1 7530 0000."""
    digits = f"{serial:08d}"
    head = len(digits) % 4
    groups = [digits[:head], *(digits[at : at + 4] for at in range(head, len(digits), 4))]
    return " ".join(group for group in groups if group)


def masked_code(code: str) -> str:
    """First four and last two characters of a code of identity; what is masked stays masked."""
    shown = 4 + 2
    if len(code) <= shown:
        return "*" * len(code)
    return code[:4] + "*" * (len(code) - shown) + code[-2:]


def tonnes_capitals(amount: int) -> str:
    """A quantity in capitals: 壹万贰仟柒佰贰拾叁吨; decimals are read one by one after 点."""
    return _capitals(amount, CARBON_PER_TONNE) + "吨"


def weight_texts(amount: int) -> tuple[str, str, str]:
    """Figure, unit and the other unit in words: tonnes from one tonne on, kilograms below."""
    kilograms = _figure(amount, CARBON_PER_KILOGRAM)
    if amount >= CARBON_PER_TONNE:
        return tonnes_text(amount), "吨二氧化碳当量", f"合 {kilograms} 千克"
    return kilograms, "千克二氧化碳当量", f"合 {tonnes_text(amount)} 吨"


def weight_capitals(amount: int) -> str:
    """The capitals in the unit of ``weight_texts``."""
    if amount >= CARBON_PER_TONNE:
        return tonnes_capitals(amount)
    return _capitals(amount, CARBON_PER_KILOGRAM) + "千克"


def _figure(amount: int, per_unit: int) -> str:
    whole, rest = divmod(amount, per_unit)
    decimals = f"{rest:0{len(str(per_unit)) - 1}d}"
    return f"{whole:,}" + (f".{decimals}" if rest else "")


def _capitals(amount: int, per_unit: int) -> str:
    whole, rest = divmod(amount, per_unit)
    decimals = f"{rest:0{len(str(per_unit)) - 1}d}".rstrip("0")
    read = "".join("零壹贰叁肆伍陆柒捌玖"[int(digit)] for digit in decimals)
    return number_capitals(whole) + (f"点{read}" if read else "")

"""Verify a ticket or certificate: by number, by QR code or its photo, by dropping the PDF."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import zxingcpp
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from PIL import Image, UnidentifiedImageError

from qingshan.apps.base.clock import now
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.keys import REGISTER, public_keys, signer
from qingshan.apps.base.numbering import normalise, typed
from qingshan.apps.base.refusals import FILE_LARGE
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.diligence.models import RightsCheck
from qingshan.apps.diligence.reads import KIND as RIGHTS_CHECK
from qingshan.apps.diligence.reads import sheet_numbered
from qingshan.apps.exchange.deal_paper import KIND as DEAL
from qingshan.apps.exchange.deal_paper import DealPaper
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.views.deal_papers import deal_numbered
from qingshan.apps.portal.forms import PaperForm
from qingshan.apps.portal.refusals import FILE_FOREIGN, FILE_MISSING, QR_UNREADABLE
from qingshan.apps.portal.rows import purpose_label, ticket_rows
from qingshan.apps.registry.corrected import items_of
from qingshan.apps.registry.faces import code_of
from qingshan.apps.registry.models import HoldingCertificate, Retirement, Ticket
from qingshan.apps.registry.reads import (
    held_now,
    public_beneficiary,
    signatures_of,
    state_of,
)
from qingshan.apps.registry.verifying import (
    Verified,
    near,
    paper_of,
    verify_file,
    verify_number,
)
from qingshan.apps.statements.paper import KIND as ACCOUNT
from qingshan.apps.statements.reading import asset_label
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.proof.envelope import open_pdf

LIMIT_BYTES = 10 * 1024 * 1024
PDF_MARK = b"%PDF"
USES_SHOWN = 5
STOPPED = ("revoked", "frozen")
"""States of which the page tells since when and on which paper."""

OUTDATED = Label("已变动", "Out of date")


@csrf_exempt  # it changes nothing and must work for a visitor who holds no cookie
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to a number or a file."""
    if request.method == "POST":
        return _file(request)
    number = request.GET.get("number", "").strip()
    if not number:
        return render(request, "portal/verify.html", _page())
    return _answer(request, number, request.GET.get("c", ""))


def verify_link(request: HttpRequest, number: str) -> HttpResponse:
    """Where the QR code leads: number and check code."""
    return _answer(request, number, request.GET.get("c", ""))


def _page() -> dict[str, Any]:
    return {"now": now(), "site_url": settings.SITE_URL, "file_form": PaperForm()}


def _answer(request: HttpRequest, number: str, code: str) -> HttpResponse:
    if (elsewhere := _checked_elsewhere(number, code)) is not None:
        return redirect(elsewhere)
    context = _page() | {"number": number, "read_as": _read_as(number)}
    try:
        context |= _shown(verify_number(number, code))
    except Refused as refused:
        context["refused"] = refused.refusals
        context["near"] = [] if code else near(number)
    return render(
        request, "portal/verify.html", context, status=404 if "refused" in context else 200
    )


def _file(request: HttpRequest) -> HttpResponse:
    context = _page()
    try:
        data, name = _received(request)
        if not data.startswith(PDF_MARK):
            return redirect(_link_in(data, name))
        statement = open_pdf(data, public_keys()).statement
        if (elsewhere := _paper_elsewhere(statement)) is not None:
            return redirect(elsewhere)
        if statement.get("kind") == ACCOUNT:
            context["account"] = statement
            context["account_label"] = asset_label(str(statement["account"]))
        else:
            context |= _shown(verify_file(data))
    except Refused as refused:
        context["refused"] = refused.refusals
    return render(
        request, "portal/verify.html", context, status=422 if "refused" in context else 200
    )


def _checked_elsewhere(number: str, code: str) -> str | None:
    """Where a number is checked that is none of the register."""
    told = f"?c={quote(code)}" if code else ""
    if (sheet := sheet_numbered(number)) is not None:
        return reverse("check_rights_check", args=[sheet.number]) + told
    deal = deal_numbered(number)
    return None if deal is None else reverse("check_deal_paper", args=[deal]) + told


def _paper_elsewhere(statement: Mapping[str, Any]) -> str | None:
    """Where a sealed paper is checked that is none of the register: its seal is its code."""
    number = str(statement.get("number", ""))
    if statement.get("kind") == RIGHTS_CHECK:
        return _checked_elsewhere(number, RightsCheck.objects.get(number=number).check_code)
    if statement.get("kind") != DEAL:
        return None
    paper = DealPaper(Trade.objects.get(number=number), str(statement["paper"]))
    return _checked_elsewhere(number, code_of(paper, signer(REGISTER)))


def _received(request: HttpRequest) -> tuple[bytes, str]:
    """What was dropped, and the name it came by."""
    refuse_stopped(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        raise Refused.because(FILE_MISSING)
    if file.size > LIMIT_BYTES:
        raise Refused.because(
            FILE_LARGE,
            file.name or "",
            size_mb=f"{file.size / 2**20:.1f}",
            limit_mb=LIMIT_BYTES // 2**20,
        )
    return file.read(), file.name or ""


def _link_in(picture: bytes, name: str) -> str:
    """The address of the answer for a photographed QR code of ours.

    Only number and code are taken from the picture; its host is never followed. What is no
    picture at all is told apart from one without a code.
    """
    try:
        with Image.open(io.BytesIO(picture)) as image:
            found = zxingcpp.read_barcodes(image.convert("L"))
    except UnidentifiedImageError:
        raise Refused.because(FILE_FOREIGN, name) from None
    except (OSError, Image.DecompressionBombError):
        found = []
    if not found:
        raise Refused.because(QR_UNREADABLE)
    parts = urlsplit(found[0].text)
    number = parts.path.rstrip("/").rsplit("/", 1)[-1] or "—"
    code = parse_qs(parts.query).get("c", [""])[0]
    return f"{reverse('verify')}?number={number}&c={code}"


def _read_as(number: str) -> str:
    """The number as it was read, where letters were taken for digits; empty otherwise."""
    _, digits = typed(number)
    plain = unicodedata.normalize("NFKC", number)
    if sum(letter.isdigit() for letter in plain) == len(digits):
        return ""
    try:
        return normalise(number)
    except Refused:
        return ""


def _shown(verified: Verified) -> dict[str, Any]:
    entry = verified.entry
    shown: dict[str, Any] = {"verified": verified, "entry": entry, "number": entry.number}
    if isinstance(entry, Ticket):
        return shown | _ticket_shown(verified, entry)
    shown["digest"] = paper_of(entry).digest
    if isinstance(entry, HoldingCertificate):
        now_held = held_now(entry)
        return shown | {
            "holding": entry,
            "holder": entry.party.public_name,
            "now_held": now_held,
            "is_outdated": now_held != entry.quantity or state_of(entry.ticket) != "valid",
            "outdated_word": OUTDATED,
        }
    return shown | {"purpose": purpose_label(entry), "beneficiary": public_beneficiary(entry)}


def _ticket_shown(verified: Verified, ticket: Ticket) -> dict[str, Any]:
    (row,) = ticket_rows([ticket])
    # A correction prints the face anew: the first print has none.
    if verified.newest is not None and verified.newest.serial > 1:
        row = replace(row, corrected=items_of(ticket.corrections.all()))
    shown = _USES.objects(ticket.pk)
    is_stopped = row.standing.state in STOPPED
    return {
        "row": row,
        "standing": row.standing,
        "change": ticket.states.order_by("-pk").first() if is_stopped else None,
        "used": [{"paper": paper, "use": purpose_label(paper)} for paper in shown[:USES_SHOWN]],
        "used_more": ticket.retirements.count() - USES_SHOWN if len(shown) > USES_SHOWN else 0,
        "signatures": signatures_of(ticket.report_id),
    }


def _uses(ticket: int) -> QuerySet[Retirement]:
    return Retirement.objects.filter(ticket=ticket).order_by("-when")[: USES_SHOWN + 1]


_USES = Fixed(_uses, int)

"""Rights checks in the name of the token's party: consents asked and given, sheets and papers."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from qingshan.apps.base import files
from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.diligence.paper import MEDIA_TYPE
from qingshan.apps.diligence.reads import checks_with, consents_with
from qingshan.apps.diligence.verbs.ask_rights_check import ask_rights_check
from qingshan.apps.diligence.verbs.decline_rights_check import decline_rights_check
from qingshan.apps.diligence.verbs.grant_rights_check import grant_rights_check
from qingshan.apps.diligence.verbs.open_rights_check import open_rights_check
from qingshan.apps.diligence.verbs.withdraw_rights_check import withdraw_rights_check
from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import Bearer, called
from qingshan.apps.interface.named import numbered, parties_named, ticket_named
from qingshan.apps.interface.paging import Paged, paged
from qingshan.apps.interface.problem import ANSWERED, CREATED, MADE
from qingshan.apps.interface.routers.own import Key, token_of
from qingshan.apps.interface.telling import moment, tonnes

READ, WRITE = "rights-checks:read", "rights-checks:write"
_PAPER = {"responses": {200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}}
router = Router(tags=["rights checks"])


class Of(Told):
    """Whose units of which ticket."""

    ticket: str = Field(max_length=30, description="碳票编号 number of the ticket")
    holder: str = Field(max_length=120, description="持有人 credit code or name as entered")


class Grant(Told):
    """Which bank may look at one's units of a ticket, and until when."""

    ticket: str = Field(max_length=30, description="碳票编号 number of the ticket")
    bank: str = Field(max_length=120, description="银行 credit code or name as entered")
    until: date = Field(description="截止日 the last day, counted in")


class Decline(Told):
    """Why the bank may not look."""

    reason: str = Field(max_length=200, description="理由 why not")


class Printed(Told):
    """In which language the sealed paper is read."""

    lang: Literal["zh", "en"] = Field("zh", description="语言 zh or en")


@router.get("own/rights-consents", auth=Bearer(READ), response=ANSWERED, url_name="api_consents")
def list_consents(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """Requests and consents of the token's party as bank or as holder, the latest first."""
    rows = consents_with([token_of(request).party_id])
    return paged(request, rows, asked, lambda found: [consent_told(row) for row in found])


@router.post("own/rights-consents", auth=Bearer(WRITE), response=MADE, url_name="api_consents")
def grant(request: HttpRequest, told: Grant, key: Key) -> Any:
    """The holder lets a bank look, asked or not."""
    done = grant_rights_check(
        called(request),
        ticket=ticket_named(told.ticket).pk,
        holder=token_of(request).party_id,
        bank=parties_named([("bank", told.bank)])[0].pk,
        until=told.until,
    )
    return CREATED, consent_told(done)


@router.post(
    "own/rights-consents/ask", auth=Bearer(WRITE), response=MADE, url_name="api_ask_consent"
)
def ask(request: HttpRequest, told: Of, key: Key) -> Any:
    """The bank asks a holder; nothing is told of whether it holds any of the ticket."""
    return CREATED, consent_told(ask_rights_check(called(request), **_of(request, told)))


@router.post(
    "own/rights-consents/{number}/decline",
    auth=Bearer(WRITE),
    response=ANSWERED,
    url_name="api_decline_consent",
)
def decline(request: HttpRequest, number: str, told: Decline, key: Key) -> dict[str, Any]:
    """The holder says no, and why."""
    found = _consent(request, number)
    done = decline_rights_check(called(request), consent=found.pk, reason=told.reason)
    return consent_told(done)


@router.post(
    "own/rights-consents/{number}/withdraw",
    auth=Bearer(WRITE),
    response=ANSWERED,
    url_name="api_withdraw_consent",
)
def withdraw(request: HttpRequest, number: str, key: Key) -> dict[str, Any]:
    """The bank takes back its request, the holder its consent; sheets stay what they are."""
    found = _consent(request, number)
    return consent_told(withdraw_rights_check(called(request), consent=found.pk))


@router.get("own/rights-checks", auth=Bearer(READ), response=ANSWERED, url_name="api_rights_checks")
def list_checks(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """Sheets that the token's party had made, or that were made of its units."""
    rows = checks_with([token_of(request).party_id])
    return paged(request, rows, asked, lambda found: [check_told(row) for row in found])


@router.post("own/rights-checks", auth=Bearer(WRITE), response=MADE, url_name="api_rights_checks")
def make(request: HttpRequest, told: Of, key: Key) -> Any:
    """The bank has a sheet made, on a consent or on its own pledge; nothing is held by it."""
    done = open_rights_check(called(request), **_of(request, told))
    return CREATED, {**check_told(done), "sections": _sections(done)}


@router.get(
    "own/rights-checks/{number}", auth=Bearer(READ), response=ANSWERED, url_name="api_rights_check"
)
def one_check(request: HttpRequest, number: str) -> dict[str, Any]:
    """One sheet, line by line with source and moment; what is not known has null as its words."""
    found = _check(request, number)
    return {**check_told(found), "sections": _sections(found)}


@router.get(
    "own/rights-checks/{number}/paper",
    auth=Bearer(READ),
    response=ANSWERED,
    openapi_extra=_PAPER,
    url_name="api_rights_check_paper",
)
def paper(request: HttpRequest, number: str, asked: Query[Printed]) -> Any:
    """The sealed paper of a sheet (PDF), which ``qingshan verify`` checks."""
    found = _check(request, number)
    kept = found.paper_en if asked.lang == "en" else found.paper_zh
    return HttpResponse(files.read(kept.digest), content_type=MEDIA_TYPE)


def consent_told(row: RightsConsent) -> dict[str, Any]:
    """A request or a consent as both sides see it."""
    return {
        "number": row.number,
        "ticket": row.ticket.number,
        "holder": row.holder.name,
        "bank": row.bank.name,
        "asked": moment(row.asked) if row.asked else None,
        "granted": moment(row.granted) if row.granted else None,
        "until": row.until.isoformat() if row.until else None,
        "reason": row.reason or None,
        "ended": moment(row.ended) if row.ended else None,
        "state": row.state,
    }


def check_told(row: RightsCheck) -> dict[str, Any]:
    """What stands at the head of a sheet."""
    return {
        "number": row.number,
        "ticket": row.ticket.number,
        "holder": row.holder.name,
        "bank": row.bank.name,
        "consent": row.consent.number if row.consent else None,
        "pledge": row.pledge.number if row.pledge else None,
        "tonnes": tonnes(row.quantity),
        "tonnes_available": tonnes(row.available),
        "when": moment(row.when),
        "check_code": row.check_code,
    }


def _sections(row: RightsCheck) -> list[dict[str, Any]]:
    return [
        {
            "heading": _both(part["heading"]),
            "lines": [
                {
                    **{name: _both(line[name]) for name in ("name", "says", "source")},
                    "as_of": line["as_of"],
                }
                for line in part["lines"]
            ],
        }
        for part in row.content
    ]


def _both(said: list[str] | None) -> dict[str, str] | None:
    return None if said is None else {"zh": said[0], "en": said[1]}


def _of(request: HttpRequest, told: Of) -> dict[str, int]:
    return {
        "ticket": ticket_named(told.ticket).pk,
        "holder": parties_named([("holder", told.holder)])[0].pk,
        "bank": token_of(request).party_id,
    }


def _consent(request: HttpRequest, number: str) -> RightsConsent:
    """A consent in which the token's party has a part; 404 for any other."""
    return numbered(consents_with([token_of(request).party_id]), number)


def _check(request: HttpRequest, number: str) -> RightsCheck:
    """A sheet in which the token's party has a part; 404 for any other."""
    return numbered(checks_with([token_of(request).party_id]), number)

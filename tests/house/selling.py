"""What the story tells of the exchange, for the page test: auctions, inquiries, zones, the bank."""

from __future__ import annotations

from collections.abc import Callable

from qingshan.apps.auctions.models import Auction
from qingshan.apps.custody.models import BankAccount, BankStatement, Difference, PayOut
from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.exchange.inquiry_models import Inquiry, Quotation
from qingshan.apps.exchange.models import Listing, Objection, Trade
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.registry.models import Ticket
from qingshan.apps.surveillance.models import Alert, Clarification

OPERATOR = ("return_auction", "call_off_auction", "auction_desk")
STATEMENT = ("bank_statement", "book_statement", "discard_statement")
DIFFERENCE = ("explain_difference", "book_difference")
CUSTODY_DAY = ("custody_day", "custody_day_csv")
CUSTODY = ("custody", "pay_in", "confirm_pay_out", "confirm_bank_account", "read_statement")
PLEDGE = (
    *("pledge", "note_default", "foreclose_pledge", "cancel_pledge"),
    *("propose_release", "release_pledge", "decline_release", "withdraw_release"),
)
CONSENT = (
    *("decline_rights_check", "withdraw_rights_check"),
    *("api_decline_consent", "api_withdraw_consent"),
)
CHECK = (
    *("rights_check", "rights_check_paper", "check_rights_check"),
    *("api_rights_check", "api_rights_check_paper"),
)
ALERT = ("alert", "alert_evidence", "ask_clarification", "warn_party", "close_alert")
CHECKS = ("rights_checks", "ask_rights_check", "grant_rights_check", "open_rights_check")
OTHERS = {
    **{name: {404} for name in ("unseal_bid", "propose_auction")},
    **{name: {403} for name in ("seal_bid", *OPERATOR)},
    **{name: {404} for name in ("inquiry", "accept_quotation", "deal", "deal_contract")},
    "deal_statement": {404},
    "buy_in_zone": {403},
    "object_to_trade": {404},
    **{name: {403} for name in ("correct_trade", "answer_objection", "movements_template")},
    **{name: {403} for name in (*CUSTODY, *STATEMENT, *DIFFERENCE, *CUSTODY_DAY)},
    **{name: {403, 404} for name in ("end_bank_account", "cancel_pay_out")},
    **{name: {403} for name in ("pledges", "register_pledge", "valuation")},
    **{name: {403, 404} for name in PLEDGE},
    **{name: {403} for name in CHECKS},
    **{name: {403} for name in ("alerts", *ALERT, "clarifications", "drop_clarification")},
    "clarification": {403, 404},
    **{name: {404} for name in ("objection_file", "clarification_file")},
    **{name: {403, 404} for name in (*CONSENT[:2], *CHECK[:2])},
}
"""How those are answered who have no part in it."""


def sample(name: str) -> dict[str, str]:
    """What stands for the variable parts of an address of the exchange."""
    return _PARTS[name]()


def decided() -> Auction:
    """The auction that was bid for and decided."""
    return Auction.objects.filter(state="decided").latest("pk")


def _auction() -> dict[str, str]:
    return {"number": decided().number}


def _selling() -> dict[str, str]:
    ticket = Ticket.objects.get(number=decided().ticket)
    return {"number": ticket.number, "party": str(ticket.party_id)}


def _inquiry() -> dict[str, str]:
    return {"number": Inquiry.objects.filter(state="open").latest("pk").number}


def _offer() -> dict[str, str]:
    return {"number": Quotation.objects.filter(state="standing").latest("pk").number}


def _deal() -> dict[str, str]:
    return {"number": Trade.objects.latest("pk").number}


def _statement() -> dict[str, str]:
    return {"statement": str(BankStatement.objects.get(state="read").pk)}


def _difference() -> dict[str, str]:
    return {"difference": str(Difference.objects.get(state="open").pk)}


def _pay_out() -> dict[str, str]:
    return {"number": PayOut.objects.latest("pk").number}


def _alert() -> dict[str, str]:
    return {"number": Alert.objects.get(state="open").number}


def _asked() -> dict[str, str]:
    return {"number": Clarification.objects.get(state="asked").number}


def _account(state: str) -> dict[str, str]:
    return {"account": str(BankAccount.objects.get(state=state).pk)}


def _day() -> dict[str, str]:
    return {"day": str(Difference.objects.get(state="open").statement)}


def _pledge() -> dict[str, str]:
    return {"number": Pledge.objects.latest("pk").number}


def _in_zone() -> dict[str, str]:
    return {"number": Listing.objects.filter(zone="judicial_zone").latest("pk").number}


_PARTS: dict[str, Callable[[], dict[str, str]]] = {
    **dict.fromkeys(
        (
            *("auction", "auction_record", "seal_bid", "auction_slip", "admit_auction"),
            *("return_auction", "call_off_auction", "clear_auction"),
            *("api_auction", "api_auction_record", "api_seal_bid"),
        ),
        _auction,
    ),
    **dict.fromkeys(
        ("unseal_bid", "api_open_bid"),
        lambda: {"number": decided().bids.earliest("pk").number},
    ),
    "propose_auction": _selling,
    **dict.fromkeys(
        (
            *("inquiry", "decline_inquiry", "api_inquiry", "api_withdraw_inquiry", "api_quote"),
            "api_decline",
        ),
        _inquiry,
    ),
    **dict.fromkeys(("accept_quotation", "api_accept", "api_withdraw_offer"), _offer),
    "buy_in_zone": _in_zone,
    **dict.fromkeys(
        ("deal", "deal_contract", "object_to_trade", "correct_trade", "check_deal_paper"), _deal
    ),
    "deal_statement": lambda: _deal() | {"side": "buy"},
    **dict.fromkeys(
        ("answer_objection", "objection_file"),
        lambda: {"objection": str(Objection.objects.latest("pk").pk)},
    ),
    "clarification_file": lambda: {
        "number": Clarification.objects.filter(attachment__isnull=False).latest("pk").number
    },
    **dict.fromkeys(STATEMENT, _statement),
    **dict.fromkeys(DIFFERENCE, _difference),
    **dict.fromkeys(CUSTODY_DAY, _day),
    **dict.fromkeys(("cancel_pay_out", "confirm_pay_out"), _pay_out),
    **dict.fromkeys(ALERT, _alert),
    **dict.fromkeys(("clarification", "drop_clarification"), _asked),
    "end_bank_account": lambda: _account("confirmed"),
    "confirm_bank_account": lambda: _account("entered"),
    **dict.fromkeys(PLEDGE, _pledge),
    **dict.fromkeys(CONSENT, lambda: {"number": RightsConsent.objects.latest("pk").number}),
    **dict.fromkeys(CHECK, lambda: {"number": RightsCheck.objects.latest("pk").number}),
}
ADDRESSES = tuple(_PARTS)

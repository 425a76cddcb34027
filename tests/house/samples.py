"""What stands for the variable parts of every address, and who is answered how there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

import shapely
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qingshan.apps.agreement.models import Agreement
from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.pick_order_models import PickOrder
from qingshan.apps.features.dumping import write_dump
from qingshan.apps.letters.drawing_up import draw_up
from qingshan.apps.letters.models import Letter
from qingshan.apps.notices.models import Comment, Notice
from qingshan.apps.parties.models import User
from qingshan.apps.projects.models import Nonconformity
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.review.models import Panel, PanelQuestion, PoolExpert
from tests import applying
from tests.house import accounts, matters, retiring, selling

CASE = (
    *("measuring", "method_columns", "choose_method", "add_annex", "annex", "submit_report"),
    *("sampling", "sampling_plots", "field", "field_marked", "field_compared"),
    *("growth", "growth_curves", "growth_stands"),
)
RUN = (
    *("run", "run_why", "run_compared", "run_changed", "run_report", "run_package", "run_results"),
    *("run_doubt", "run_replay"),
)
"""Pages of a case, and of one of its runs: for its parties and the offices alone."""

NOTICE = (
    "notice", "notice_report", "notice_report_pdf", "comment", "comments_csv", "comments_pdf",
)  # fmt: skip
COMMENT = ("answer_comment", "judge_comment", "comment_attachment")
COMPLAINT = ("complaint_attachment",)
"""Pages of a notice for everyone, and of a comment for those who deal with it."""

PANEL = (
    "panel", "panel_pack", "panel_minutes", "declare_independence", "recuse_member", "ask_question",
    "cast_vote", "void_panel",
)  # fmt: skip
VERIFICATION = ("verification", "raise_nonconformity", "conclude", "return_report")
REVIEW = (
    *("answer_question", "nonconformity_turn", "assign_body", "declare_tie", "enter_expert"),
    *("release_expert", "end_notice"),
)
"""Pages of a panel and of a verification, for those who have a part in them."""

DRAFT = ("apply_step", "apply_preview", "apply_paper")
APPLICATION = (
    *("application", "receipt", "application_form", "application_paper"),
    *("application_correct", "application_edition"),
)
"""Pages of a draft for its owner, of an application for its party."""

CLEARINGS = ("clearings", "clearing", "clearing_csv")
"""For those who trade and those who watch."""

CLIENTS = ("money", "enter_bank_account", "ask_pay_out")
"""Pages of money for its holders."""

OWN = (
    *("api_holdings", "api_own_bids", "api_own_listings", "api_inquiries", "api_inquiry"),
    "api_statement",
    *("api_webhooks", "api_webhook_register", "api_deliveries"),
    *("api_consents", "api_rights_checks", "api_rights_check", "api_rights_check_paper"),
)
ANYONE = {name: {401} for name in OWN}
"""How a stranger is answered where only a token opens."""

OTHERS = {
    **ANYONE,
    **accounts.OTHERS,
    **matters.OTHERS,
    **retiring.OTHERS,
    **selling.OTHERS,
    **{name: {404} for name in (*DRAFT, *APPLICATION)},
    "signing": {403},
    "deliveries": {403},
    "letter": {404},
    "webhook": {404},
    "ticket_desks": {404},
    "ticket_desk": {404},
    "ticket_act": {404},
    "make_good": {404},
    "certify_holding": {404},
    "holding_paper": {404},
    "offer": {404},
    "retire": {404},
    "withdraw": {404},
    "take": {403},
    **{name: {403} for name in ("place_bid", "propose_block", "open_inquiry", "pick")},
    "pick_order": {404},
    "fill_bid": {404},
    "block": {404},
    "trading_desk": {403},
    "large_holdings": {403},
    "report_holding": {404},
    "halt_trading": {403},
    "enter_holidays": {403},
    "announce_rules": {403},
    "listing_reviews": {403},
    "ties": {403},
    "account_statement": {403},
    **{f"account_statement_{kind}": {403, 404} for kind in ("csv", "pdf")},
    "refuse_listing": {403},
    **{name: {403} for name in ("fees_csv", *CLEARINGS)},
    **{name: {403} for name in CLIENTS},
    "certify": {403},
    **{name: {404} for name in (*CASE, *RUN, *COMMENT, *COMPLAINT, *PANEL, *VERIFICATION, *REVIEW)},
}
"""How those are answered who hold nothing there or may not trade."""


def forget() -> None:
    """What was made while one province was told is not there in the next."""
    made = [vars(room) for room in (accounts, matters, retiring, selling)]
    for each in (*made, globals()):
        for one in each.values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


@cache
def dump_day() -> str:
    """The register is written as files; the day of that."""
    return write_dump(now()).name


@cache
def shared_link() -> dict[str, str]:
    """A drawing is checked and its result shared, as any visitor may; the secret of the link."""
    days = {"first_day": "2019-01-01", "last_day": "2023-12-31"}
    drawing = shapely.to_geojson(shapely.box(109.2, 26.6, 109.21, 26.61))
    with translation.override("zh-hans"):
        asked = Client().post(reverse("check"), {**days, "drawing": drawing})
        page = asked.content.decode()
        (result,) = re.findall(r'name="result" value="([^"]+)"', page)
        sent = Client().post(reverse("check_share"), {"result": result})
    return {"token": sent.headers["Location"].partition("/shared/")[2].partition("/")[0]}


@cache
def draft() -> dict[str, str]:
    """A right holder began an application and sent one paper."""
    user = User.objects.filter(memberships__role="applicant").order_by("pk")[0]
    client = Client()
    client.force_login(user)
    begun = applying.started(client)
    applying.post_paper(client, begun, "identity")
    return {"draft": str(begun.pk), "paper": str(begun.attachments.get().pk)}


def of_draft(**more: str) -> dict[str, str]:
    """The address of something about the draft."""
    return {"draft": draft()["draft"], **more}


@cache
def letter() -> str:
    """The newest letter, drawn up from the story."""
    for event in Event.objects.filter(name="ticket.issued").order_by("-pk")[:1]:
        draw_up(event)
    return Letter.objects.latest("pk").number


def panel() -> dict[str, str]:
    """The panel of the story."""
    return {"number": Panel.objects.latest("pk").number}


def case(ticket: Ticket, **more: str) -> dict[str, str]:
    """The case of a ticket."""
    return {"claim": str(ticket.monitoring_id), **more}


def run(ticket: Ticket, **more: str) -> dict[str, str]:
    """The run behind a ticket."""
    return case(ticket, run=str(ticket.report.run_id), **more)


def _account(name: str, *_: object) -> dict[str, str]:
    return accounts.sample(name)


def _matter(name: str, *_: object) -> dict[str, str]:
    return matters.sample(name)


def _retiring(name: str, *_: object) -> dict[str, str]:
    return retiring.sample(name)


def _selling(name: str, *_: object) -> dict[str, str]:
    return selling.sample(name)


SAMPLES: dict[str, Callable[[Ticket, Retirement], dict[str, str]]] = {
    **{name: partial(_account, name) for name in accounts.ADDRESSES},
    **{name: partial(_matter, name) for name in matters.ADDRESSES},
    **{name: partial(_retiring, name) for name in retiring.ADDRESSES},
    **{name: partial(_selling, name) for name in selling.ADDRESSES},
    **dict.fromkeys(
        (
            "ticket",
            "face",
            "movements",
            "verify_link",
            "package",
            "ticket_pack",
            "monitoring_report",
            "ticket_proof",
            "ticket_retirements",
        ),
        lambda ticket, _: {"number": ticket.number},
    ),
    "project": lambda ticket, _: {"project": str(ticket.monitoring.project_id)},
    "body": lambda ticket, _: {"body": str(ticket.report.run.measurer_id)},
    "dump_file": lambda *_: {"day": dump_day(), "name": "manifest.json"},
    "ticket_desk": lambda ticket, _: {"number": ticket.number},
    "ticket_act": lambda ticket, _: {"number": ticket.number, "act": "suspend_ticket"},
    "decide_correction": lambda *_: {"correction": "1"},
    "make_good": lambda *_: {"duty": "1"},
    "certify_holding": lambda ticket, _: {
        "number": ticket.number,
        "party": str(ticket.party_id),
    },
    "holding_paper": lambda *_: {"number": "CY-2026-000001-0"},
    "explained": lambda ticket, _: {"number": ticket.number, "node": "removal"},
    **dict.fromkeys(("retirement", "certificate"), lambda _, paper: {"number": paper.number}),
    "withdraw": lambda ticket, _: {"claim": str(ticket.monitoring_id)},
    **dict.fromkeys(
        ("measuring", "choose_method", "add_annex", "submit_report", "sampling", "field", "growth"),
        lambda ticket, _: case(ticket),
    ),
    "annex": lambda ticket, _: case(ticket, annex="1"),
    "sampling_plots": lambda ticket, _: case(ticket, suffix="gpx"),
    **dict.fromkeys(("field_marked", "field_compared"), lambda t, _: case(t, survey="1")),
    "method_columns": lambda ticket, _: case(ticket, suffix="csv"),
    **dict.fromkeys(("growth_curves", "growth_stands"), lambda t, _: case(t, suffix="csv")),
    **dict.fromkeys(
        ("run", "run_compared", "run_package", "run_results", "run_doubt", "run_replay"),
        lambda t, _: run(t),
    ),
    "run_why": lambda ticket, _: run(ticket, node="removal"),
    "run_changed": lambda ticket, _: run(ticket, other=str(ticket.report.run_id)),
    "run_report": lambda ticket, _: run(ticket, suffix="xlsx"),
    **dict.fromkeys(
        ("apply_preview", "apply_discard", "apply_submit", "apply_household"),
        lambda *_: of_draft(),
    ),
    "apply_step": lambda *_: of_draft(step="applicant"),
    "apply_attach": lambda *_: of_draft(kind="identity"),
    **dict.fromkeys(("apply_paper", "apply_detach"), lambda *_: draft()),
    "apply_household_remove": lambda *_: of_draft(number="1"),
    **dict.fromkeys(
        ("application", "receipt", "application_form", "application_correct"),
        lambda *_: {"number": "SJ-2026-000001-1"},
    ),
    "application_edition": lambda *_: {"number": "SJ-2026-000001-1", "edition": "2"},
    "application_paper": lambda *_: {"number": "SJ-2026-000001-1", "paper": "1"},
    "paper_sample": lambda *_: {"kind": "identity"},
    "list_template": lambda *_: {"kind": "households", "suffix": "csv"},
    **dict.fromkeys(("features_collection", "features_items"), lambda *_: {"name": "tickets"}),
    "features_item": lambda ticket, _: {"name": "tickets", "key": str(ticket.pk)},
    **dict.fromkeys(("api_ticket", "api_series"), lambda ticket, _: {"number": ticket.number}),
    "api_bulletin": lambda *_: {"day": "2024-04-16"},
    "api_market_report": lambda *_: {"period": "2024-04"},
    "api_retirement": lambda _, paper: {"number": paper.number},
    "api_cancel": lambda *_: {"number": Listing.objects.latest("pk").number},
    **dict.fromkeys(
        ("token_end", "webhook", "webhook_end", "webhook_renew", "webhook_again"),
        lambda *_: {"key": "1"},
    ),
    **dict.fromkeys(
        ("api_webhook_end", "api_webhook_secret", "api_deliveries", "api_delivery_again"),
        lambda *_: {"number": "1"},
    ),
    **dict.fromkeys(("letter", "check_letter"), lambda *_: {"number": letter()}),
    "method": lambda ticket, _: {"name": ticket.monitoring.method},
    "compartment_tile": lambda *_: {"zoom": "10", "column": "819", "row": "433"},
    "table": lambda *_: {"name": "carbon.species_group"},
    "offer": lambda ticket, _: {"number": ticket.number, "party": str(ticket.party_id)},
    "retire": lambda ticket, _: {"number": ticket.number, "party": str(ticket.party_id)},
    **dict.fromkeys(
        NOTICE, lambda *_: {"number": Notice.objects.filter(state="closed").latest("pk").number}
    ),
    "notice_why": lambda *_: {"number": Notice.objects.latest("pk").number, "node": "removal"},
    **dict.fromkeys(COMMENT, lambda *_: {"number": Comment.objects.latest("pk").number}),
    **dict.fromkeys((*PANEL, "panel_draw"), lambda *_: panel()),
    "release_expert": lambda *_: {"number": PoolExpert.objects.earliest("pk").number},
    "end_notice": lambda *_: {"number": Notice.objects.filter(state="open").latest("pk").number},
    **dict.fromkeys(VERIFICATION, lambda *_: {"report": str(Panel.objects.latest("pk").report_id)}),
    "answer_question": lambda *_: (
        panel() | {"question": str(PanelQuestion.objects.latest("pk").pk)}
    ),
    "nonconformity_turn": lambda *_: {
        "nonconformity": str(Nonconformity.objects.latest("pk").pk),
        "act": "answer",
    },
    "assign_body": lambda ticket, _: {"claim": str(ticket.monitoring_id), "part": "verifying"},
    **dict.fromkeys(COMPLAINT, lambda *_: {"number": "JB-2026-000001-7"}),
    "take": lambda *_: {"number": Listing.objects.filter(state="open").latest("pk").number},
    **dict.fromkeys(
        ("series", "series_stream", "place_bid", "propose_block", "open_inquiry"),
        lambda ticket, _: {"number": ticket.number},
    ),
    "report_holding": lambda *_: {"number": "DH-2026-000001-0"},
    "zone": lambda *_: {"zone": "judicial_zone"},
    "agreement": lambda *_: {"day": Agreement.objects.latest("day").day.isoformat()},
    "fill_bid": lambda *_: {"number": "QG-2026-000001-0"},
    "pick_order": lambda *_: {"number": PickOrder.objects.latest("pk").number},
    **dict.fromkeys(("block", "decline_block"), lambda *_: {"number": "DZ-2026-000001-0"}),
    "market_report": lambda *_: {"period": "2024-04"},
    "market_report_file": lambda *_: {"period": "2024", "suffix": "csv"},
    "bulletin": lambda *_: {"day": "2024-04-16"},
    "bulletin_file": lambda *_: {"day": "2024-04-16", "suffix": "csv"},
    "admit_listing": lambda *_: {"number": Listing.objects.latest("pk").number},
    "refuse_listing": lambda *_: {"number": Listing.objects.latest("pk").number},
    "resume_trading": lambda *_: {"halt": "1"},
    "withdraw_rules": lambda *_: {"number": "TZ-2026-000001-0"},
    **dict.fromkeys(CLEARINGS[1:], lambda *_: {"day": "2024-04-16"}),
    "fees_csv": lambda *_: {"month": "2024-04"},
    "movements_template": lambda *_: {"suffix": "csv"},
    **dict.fromkeys(("shared", "shared_pdf", "shared_withdraw"), lambda *_: shared_link()),
}
"""What stands for the variable parts of an address."""

"""What a program may be told of: events by topic, and the stable shape of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.journal import model_of
from qingshan.apps.base.models import Event
from qingshan.apps.webhooks.market_topics import MARKET_TOPICS
from qingshan.apps.webhooks.topic import Data, Topic
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import exact_tonnes

VERSION = 1


def topic_of(event: str) -> str:
    """The topic of an event, or nothing."""
    return next((name for name, topic in TOPICS.items() if event in topic.events), "")


def subject_of(event: Event) -> Any:
    """The thing that an event is about."""
    return model_of(event)._default_manager.get(pk=event.subject_id)


def body_of(event: Event, topic: Topic, subject: Any) -> str:
    """The text that is signed and sent: the same for every receiver and every try."""
    told: Mapping[str, Any] = {
        "id": f"evt_{event.pk}",
        "type": event.name,
        "version": VERSION,
        "when": event.when.astimezone(SHANGHAI).isoformat(),
        "data": topic.told(subject),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _ticket(subject: Any) -> Data:
    ticket = getattr(subject, "ticket", subject)
    return {"ticket": ticket.number, "tonnes": exact_tonnes(ticket.quantity)}


def _retirement(subject: Any) -> Data:
    return {
        "retirement": subject.number,
        "ticket": subject.ticket.number,
        "tonnes": exact_tonnes(subject.quantity),
        "purpose": subject.purpose,
    }


def _transfer(subject: Any) -> Data:
    """Both sides by name: they read it on the paper that each of them gets."""
    return {
        "transfer": subject.number,
        "order": subject.order.number if subject.order else None,
        "ticket": subject.ticket.number,
        "tonnes": exact_tonnes(subject.quantity),
        "source": subject.source.name,
        "target": subject.target.name,
        "ground": subject.ground,
        "document": subject.document,
    }


def _parties_of_transfer(subject: Any) -> set[int]:
    return {subject.source_id, subject.target_id}


def _listing(subject: Any) -> Data:
    return {
        "listing": subject.number,
        "ticket": subject.asset.removeprefix("ticket:"),
        "tonnes": exact_tonnes(subject.quantity),
        "state": subject.state,
        "reason": subject.refusal_reason or None,
    }


def _parties_of_listing(subject: Any) -> set[int] | None:
    """Its seller alone, as long as nobody could take it."""
    return None if subject.opened else {subject.seller_id}


def _notice(subject: Any) -> Data:
    return {
        "notice": subject.number,
        "first_day": subject.first_day.isoformat(),
        "last_day": subject.last_day.isoformat(),
        "state": subject.state,
    }


def _case(subject: Any) -> Data:
    case = getattr(subject, "case", subject)
    return {
        "case": case.number,
        "kind": case.kind,
        "state": case.state,
        "due": case.due.isoformat() if case.due else None,
    }


def _parties_of_case(subject: Any) -> set[int]:
    case = getattr(subject, "case", subject)
    return {case.party_id} - {None}


def _pledge(subject: Any) -> Data:
    """A pledge, also where a proposal to release it is told."""
    subject = getattr(subject, "pledge", subject)
    return {
        "pledge": subject.number,
        "ticket": subject.asset.removeprefix("ticket:"),
        "tonnes": exact_tonnes(subject.quantity),
        "state": subject.state,
    }


def _parties_of_pledge(subject: Any) -> set[int]:
    subject = getattr(subject, "pledge", subject)
    return {subject.pledgor_id, subject.pledgee_id}


def _rights_check(subject: Any) -> Data:
    """A request, a consent or a sheet made on it: numbers alone, nothing of what is held."""
    is_sheet = hasattr(subject, "check_code")
    consent = subject.consent if is_sheet else subject
    return {
        "consent": consent.number if consent else None,
        "ticket": subject.ticket.number,
        "until": consent.until.isoformat() if consent and consent.until else None,
        "state": consent.state if consent else None,
        "rights_check": subject.number if is_sheet else None,
    }


def _parties_of_rights_check(subject: Any) -> set[int]:
    return {subject.holder_id, subject.bank_id}


def _request(subject: Any) -> Data:
    return {
        "request": subject.number,
        "ticket": subject.asset.removeprefix("ticket:"),
        "tonnes": exact_tonnes(subject.quantity),
        "tonnes_left": exact_tonnes(subject.left),
        "yuan_per_tonne": plain_yuan(subject.price_fen),
        "state": subject.state,
    }


def _halt(subject: Any) -> Data:
    """A party is not named: the page of rules names it."""
    return {
        "halt": subject.number,
        "scope": subject.scope,
        "ticket": subject.asset.removeprefix("ticket:") or None,
        "reason": subject.reason,
        "state": subject.state,
    }


def _rules(subject: Any) -> Data:
    return {
        "notice": subject.number,
        "document": subject.document,
        "valid_from": subject.valid_from.isoformat(),
        "changes": dict(subject.changes),
        "state": subject.state,
    }


def _deal(subject: Any) -> Data:
    return {
        "deal": subject.number,
        "mode": subject.mode,
        "order": subject.order,
        "ticket": subject.asset.removeprefix("ticket:"),
        "tonnes": exact_tonnes(subject.quantity),
        "yuan_per_tonne": plain_yuan(subject.price_fen),
        "yuan": plain_yuan(subject.amount_fen),
        "purpose": subject.purpose,
        "state": subject.state,
    }


def _parties_of_deal(subject: Any) -> set[int]:
    return {subject.seller_id, subject.buyer_id}


def _block(subject: Any) -> Data:
    return {
        "block": subject.number,
        "ticket": subject.asset.removeprefix("ticket:"),
        "tonnes": exact_tonnes(subject.quantity),
        "yuan_per_tonne": plain_yuan(subject.price_fen),
        "side": subject.side,
        "state": subject.state,
    }


def _parties_of_block(subject: Any) -> set[int]:
    return {subject.proposer_id, subject.counterparty_id}


TOPICS: dict[str, Topic] = {
    "tickets": Topic(
        Label("碳票的签发、暂停、恢复和撤销", "tickets issued, suspended, restored, revoked"),
        ("ticket.issued", "ticket.suspended", "ticket.suspension_lifted", "ticket.revoked"),
        _ticket,
    ),
    "retirements": Topic(Label("注销", "retirements"), ("units.retired",), _retirement),
    "transfers": Topic(
        Label("本单位持有的碳票非交易过户", "one's own holdings transferred without a trade"),
        ("holding.transferred",),
        _transfer,
        ("applicant", "trader", "bank"),
        _parties_of_transfer,
    ),
    "market": Topic(
        Label("挂牌、撤牌和到期", "offers made, withdrawn and expired"),
        (
            *("listing.opened", "listing.cancelled", "listing.expired"),
            *("listing.submitted", "listing.refused"),
        ),
        _listing,
        parties=_parties_of_listing,
    ),
    "requests": Topic(
        Label("求购的发布、撤销和到期", "requests made, withdrawn and expired"),
        ("bid.placed", "bid.cancelled", "bid.expired"),
        _request,
    ),
    "halts": Topic(
        Label("暂停和恢复交易", "halts that begin and end"),
        ("trading.halted", "trading.resumed"),
        _halt,
    ),
    "rules": Topic(
        Label("交易规则的调整和撤回", "changes of the rules announced and withdrawn"),
        ("rules.announced", "rules.withdrawn"),
        _rules,
    ),
    "deals": Topic(
        Label("本单位的成交、交割和更正", "one's own deals agreed, settled and corrected"),
        (
            *("trade.agreed", "bid.filled", "block.confirmed", "quotation.accepted"),
            *("zone.bought", "trade.settled", "trade.corrected"),
        ),
        _deal,
        ("applicant", "trader"),
        _parties_of_deal,
    ),
    **MARKET_TOPICS,
    "blocks": Topic(
        Label("本单位的大宗协议", "one's own block deals"),
        ("block.proposed", "block.declined", "block.withdrawn", "block.expired"),
        _block,
        ("applicant", "trader"),
        _parties_of_block,
    ),
    "notices": Topic(
        Label("公示开始和结束", "public notices begun and over"),
        ("notice.opened", "notice.closed"),
        _notice,
    ),
    "cases": Topic(
        Label("本单位事项的进展", "how one's own cases move"),
        (
            *("case.opened", "case.accepted", "case.correction_asked", "case.reviewed"),
            *("case.forwarded", "case.refused", "case.closed", "case.lapsed", "case.withdrawn"),
        ),
        _case,
        ("applicant",),
        _parties_of_case,
    ),
    "pledges": Topic(
        Label("本单位质押的登记、解除、违约和处置", "one's own pledges, from registered to ended"),
        (
            *("pledge.registered", "pledge.release_proposed", "pledge.release_declined"),
            *("pledge.release_withdrawn", "pledge.released"),
            *("pledge.defaulted", "pledge.foreclosed", "pledge.cancelled"),
        ),
        _pledge,
        ("applicant", "trader", "bank"),
        _parties_of_pledge,
    ),
    "rights_checks": Topic(
        Label("本单位的权利核查：申请、同意、开具", "rights checks of one's own, asked to made"),
        (
            *("rights_check.asked", "rights_check.granted", "rights_check.declined"),
            *("rights_check.withdrawn", "rights_check.opened"),
        ),
        _rights_check,
        ("applicant", "trader", "bank"),
        _parties_of_rights_check,
    ),
}

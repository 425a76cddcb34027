"""All that is known of an alert as one file (核查材料), for whoever it is passed to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from qingshan.apps.base import journal
from qingshan.apps.base.archive import note_of, zipped
from qingshan.apps.base.attachments import attachment_name
from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import TIMES, csv_file
from qingshan.apps.base.files import read
from qingshan.apps.base.frame import say
from qingshan.apps.base.models import Event
from qingshan.apps.base.verb import event_label
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import user_of
from qingshan.apps.surveillance.models import Alert
from qingshan.apps.surveillance.reads import deals_of, orders_of
from qingshan.apps.surveillance.words import told
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE

DEALS = [
    *("number", "agreed", "seller", "buyer", "mode", "relation", "use"),
    *("tonnes", "price_yuan", "amount_yuan", "settled", "corrected"),
]
ORDERS = ["number", "taken_back", "tonnes", "price_yuan"]
ASKED = ["number", "party", "question", "asked", "due", "state", "answer", "answered"]
WARNED = ["number", "party", "text", "when"]
DONE = ["when", "act", "number", "by"]

_NOTE = Label("0-说明.txt", "0-read-me.txt")
_DEALS = Label("1-双方成交.csv", "1-deals.csv")
_ORDERS = Label("1-撤回的申报.csv", "1-orders.csv")
_ASKED = Label("2-情况说明.csv", "2-clarifications.csv")
_WARNED = Label("3-书面警示.csv", "3-warnings.csv")
_DONE = Label("4-办理经过.csv", "4-what-was-done.csv")
_ATTACHED = Label("情况说明所附文件", "what was attached to a clarification")
_WHAT: Mapping[Label, Label] = {
    _DEALS: Label("双方在回看期内的全部成交", "every deal between both within the window"),
    _ORDERS: Label(
        "该主体自起始日撤回的申报", "the orders that the party took back since the first day"
    ),
    _ASKED: Label("所问和所答", "what was asked and answered"),
    _WARNED: Label("出具的警示", "what was warned of"),
    _DONE: Label("何人何时做了什么", "who did what, and when"),
}


def evidence_of(alert: Alert) -> bytes:
    """A zip of deals or orders, questions and answers, warnings, and what was done by whom.

    In the language of the page. It names parties and people: for the operator, the auditor and the
    authority that it is passed to.
    """
    if alert.other_id is None:
        first = {_ORDERS: csv_file(ORDERS, _order_cells(alert))}
    else:
        first = {_DEALS: csv_file(DEALS, _deal_cells(alert))}
    files = {
        **first,
        _ASKED: csv_file(ASKED, _asked_cells(alert)),
        _WARNED: csv_file(WARNED, _warned_cells(alert)),
        _DONE: csv_file(DONE, _done_cells(alert)),
    }
    named = {say(name): data for name, data in files.items()}
    what = {say(name): say(_WHAT[name]) for name in files}
    for one in alert.clarifications.filter(attachment__isnull=False).select_related("attachment"):
        assert one.attachment is not None, "it was asked for"
        name = attachment_name(one.attachment, f"2-{one.number}")
        named[name] = read(one.attachment.digest)
        what[name] = say(_ATTACHED)
    return zipped({say(_NOTE): note_of(_head(alert), named, what), **named})


def _head(alert: Alert) -> list[str]:
    """What stood out, whose deals they are, and what came of it."""
    sides = [party for party in (alert.party, alert.other) if party is not None]
    lines = [
        say(Label(f"监控提示 {alert.number} 核查材料", f"Alert {alert.number}: what is known")),
        f"{settings.SITE_URL}{reverse('alert', args=[alert.number])}",
        f"{say(alert.kind_label)} · {alert.ticket} · {say(told(alert))}",
        *(_party(side) for side in sides),
        say(Label("状态：", "State: ")) + say(alert.state_label),
    ]
    if alert.finding:
        lines.append(say(Label("核查情况：", "Found: ")) + alert.finding)
    moment = f"{timezone.localtime(now()):%Y-%m-%d %H:%M}"
    return [*lines, say(Label(f"{moment} 生成", f"made {moment}")), say(TIMES)]


def _party(party: Party) -> str:
    return f"{say(party.label)} {party.credit_code}".strip()


def _deal_cells(alert: Alert) -> Iterator[list[Any]]:
    for deal in deals_of(alert):
        yield [
            deal.number,
            deal.agreed,
            say(deal.seller.label),
            say(deal.buyer.label),
            *(deal.mode, deal.relation or "none", deal.purpose),
            deal.quantity // CARBON_PER_TONNE,
            plain_yuan(deal.price_fen),
            plain_yuan(deal.amount_fen),
            deal.settled,
            deal.corrected,
        ]


def _order_cells(alert: Alert) -> Iterator[list[Any]]:
    for act, order in orders_of(alert):
        tonnes = order.quantity // CARBON_PER_TONNE
        yield [order.number, act.when, tonnes, plain_yuan(order.price_fen)]


def _asked_cells(alert: Alert) -> Iterator[list[Any]]:
    for one in alert.clarifications.select_related("party").order_by("pk"):
        yield [
            one.number,
            say(one.party.label),
            one.question,
            one.asked,
            one.due,
            say(one.state_label),
            one.text,
            one.given,
        ]


def _warned_cells(alert: Alert) -> Iterator[list[Any]]:
    for one in alert.warnings.select_related("party").order_by("pk"):
        yield [one.number, say(one.party.label), one.text, one.when]


def _done_cells(alert: Alert) -> Iterator[list[Any]]:
    """Every act about the alert and what hangs on it, in the order in which they were done."""
    subjects = [alert, *alert.clarifications.all(), *alert.warnings.all()]
    acts = [(act, subject) for subject in subjects for act in journal.of_subject(subject)]
    for act, subject in sorted(acts, key=lambda pair: pair[0].pk):
        yield [
            act.when,
            say(event_label(act.name, act.verb)),
            str(subject),
            _who(act),
        ]


def _who(act: Event) -> str:
    user = user_of(act.actor)
    return user.display_name if user else act.actor

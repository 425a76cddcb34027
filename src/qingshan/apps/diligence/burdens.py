"""What stands on a holder's units: holds of every kind, pledges, freezes by courts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Sum

from qingshan.apps.books import reads as books
from qingshan.apps.diligence.lines import (
    ACCOUNT,
    LEDGER,
    NONE,
    REGISTER,
    Line,
    Subject,
    amount,
    joined,
    moment_text,
    plain,
    row_of,
)
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.reads import STANDING as FROZEN
from qingshan.apps.remedies.reads import place_in_queue
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.book import Hold
from qingshan.core.ledger.codes import code_label

PLEDGES = Label("登记簿·质押", "register, pledge")
FREEZES = Label("登记簿·司法冻结", "register, freeze")


def holds(subject: Subject, balance: books.Balance, held: Iterable[Hold]) -> Iterator[Line]:
    """Every hold with what is left of it, and whether they come to what the account has held."""
    total = 0
    for one in held:
        total += one.left
        parts = [amount(one.left), plain(one.key.partition(":")[2] or one.key)]
        if one.expires is not None:
            until = moment_text(one.expires)
            parts.append(Label(f"至 {until}", f"until {until}"))
        yield Line(code_label(one.code), joined(*parts), row_of(LEDGER, one.key), subject.when)
    agrees = total == balance.held
    says = joined(
        amount(total),
        Label("与账户一致", "as the account says")
        if agrees
        else Label("与账户不一致，请重新核查", "not what the account says: look again"),
    )
    name = Label("占用合计", "Held in all")
    yield Line(name, says, row_of(ACCOUNT, subject.holder.owner), subject.when)
    yield Line(
        Label("序列号", "Serial numbers"),
        Label(
            "流通中的数量不分序列号，离开流通时才切出",
            "units in circulation bear none; they are cut off when units leave it",
        ),
        REGISTER,
        subject.when,
    )


def pledges(subject: Subject) -> Iterator[Line]:
    """All pledges of the holder, ended ones too, and the sum of those of others."""
    every = Pledge.objects.filter(asset=subject.ticket.asset)
    mine = list(every.filter(pledgor=subject.holder).select_related("pledgee").order_by("pk"))
    for one in mine:
        ended = f"{moment_text(one.ended)} " if one.ended else ""
        says = joined(
            amount(one.quantity),
            one.pledgee.label,
            Label(f"期限至 {one.until}", f"until {one.until}"),
            Label(f"中登网 {one.filing_number}", f"filing {one.filing_number}"),
            Label(f"{ended}{one.state_label.zh}", f"{one.state_label.en} {ended}".strip()),
        )
        yield Line(plain(one.number), says, row_of(PLEDGES, one.number), one.registered)
    if not mine:
        yield Line(Label("本持有人", "Of this holder"), NONE, PLEDGES, subject.when)
    others = every.filter(state__in=STANDING).exclude(pledgor=subject.holder)
    total = others.aggregate(total=Sum("quantity"))["total"] or 0
    name = Label("其他持有人质押中", "Pledged by other holders")
    yield Line(name, amount(total), PLEDGES, subject.when)


def freezes(subject: Subject) -> Iterator[Line]:
    """All freezes of the holder's units, with the place of each that waits."""
    found = JudicialHold.objects.filter(ticket=subject.ticket, holder=subject.holder)
    rows = list(found.select_related("court").order_by("pk"))
    for one in rows:
        parts = [
            one.court.label,
            plain(one.ruling_number),
            Label(
                f"裁定 {amount(one.quantity).zh}、已冻结 {amount(one.held).zh}",
                f"ordered {amount(one.quantity).en}, frozen {amount(one.held).en}",
            ),
        ]
        if one.until is not None:
            parts.append(Label(f"{one.since} 至 {one.until}", f"{one.since} until {one.until}"))
        if one.state in FROZEN and one.missing:
            place = place_in_queue(one) + 1
            parts.append(Label(f"轮候第 {place} 位", f"number {place} in the queue"))
        says = joined(*parts, one.state_label)
        yield Line(plain(one.number), says, row_of(FREEZES, one.number), one.requested)
    if not rows:
        yield Line(Label("本持有人", "Of this holder"), NONE, FREEZES, subject.when)

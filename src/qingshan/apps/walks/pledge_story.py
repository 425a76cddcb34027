"""Units that stand for loans: one that stands, one paid back, one whose holder asks for its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.diligence.verbs.ask_rights_check import ask_rights_check
from qingshan.apps.diligence.verbs.grant_rights_check import grant_rights_check
from qingshan.apps.diligence.verbs.open_rights_check import open_rights_check
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.registry.models import Ticket
from qingshan.apps.walks.cast import Player
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

LOANS = (
    ("jianhe", datetime(2024, 5, 20, 15, 40, tzinfo=SHANGHAI), 3_000, "200000.00", 2027),
    ("kaiyang", datetime(2024, 6, 18, 10, 5, tzinfo=SHANGHAI), 400, "24000.00", 2025),
    ("duyun", datetime(2025, 3, 10, 14, 30, tzinfo=SHANGHAI), 600, "36000.00", 2027),
)
"""Holder, moment, tonnes, yuan lent, year of the end; all of the same bank."""

PAID_BACK = datetime(2025, 6, 12, 9, 50, tzinfo=SHANGHAI)
ANSWERED = timedelta(hours=5)


def tell_pledges(players: Mapping[str, Player], tickets: Mapping[str, Ticket]) -> Iterator[str]:
    """Three pledges; of the second the holder proposed the end, and the bank confirmed it."""
    for place, (holder, moment, tonnes, loan, year) in enumerate(LOANS, 1):
        pledge = register_pledge(
            Call(players[holder].actor, moment, f"story/pledge/{holder}"),
            asset=tickets[holder].asset,
            pledgor=players[holder].party.pk,
            pledgee=players["bank"].party.pk,
            quantity=carbon(tonnes),
            loan_fen=fen(loan),
            filing_number=f"演示登记 {place:04}-{moment:%Y}",
            until=date(year, moment.month, moment.day),
        )
        yield f"{pledge.number}  质押 {tonnes:,} 吨，贷款 {loan} 元"
    paid = _of(players, "kaiyang")
    release = propose_release(
        Call(players["kaiyang"].actor, PAID_BACK, "story/release/kaiyang"), pledge=paid.pk
    )
    release_pledge(
        Call(players["bank"].actor, PAID_BACK + ANSWERED, "story/confirm/kaiyang"),
        release=release.pk,
    )
    yield f"{paid.number}  双方确认解除质押"


def ask_for_release(players: Mapping[str, Player], *, now: datetime) -> str:
    """The holder of the third has paid back and waits for the bank's word."""
    found = _of(players, "duyun")
    propose_release(
        Call(players["duyun"].actor, now - timedelta(days=1), "story/release/duyun"),
        pledge=found.pk,
    )
    return f"{found.number}  持有人提出解除质押，待银行确认"


def tell_checks(
    players: Mapping[str, Player], tickets: Mapping[str, Ticket], *, now: datetime
) -> Iterator[str]:
    """A bank looks at units by consent, and waits for another holder's answer."""
    bank = players["bank"]

    def told(holder: str) -> dict[str, int]:
        mine = {"ticket": tickets[holder].pk, "holder": players[holder].party.pk}
        return mine | {"bank": bank.party.pk}

    asked, granted = (now - timedelta(days=days, hours=2) for days in (3, 2))
    looked = told("taijiang")
    ask_rights_check(Call(bank.actor, asked, "story/rights/ask"), **looked)
    consent = grant_rights_check(
        Call(players["taijiang"].actor, granted, "story/rights/grant"),
        **looked,
        until=granted.date() + timedelta(days=30),
    )
    check = open_rights_check(Call(bank.actor, now, "story/rights/open"), **looked)
    yield f"{check.number}  凭同意 {consent.number} 开具权利核查单"
    waits = ask_rights_check(Call(bank.actor, now, "story/rights/wait"), **told("danzhai"))
    yield f"{waits.number}  银行申请权利核查，待持有人答复"


def _of(players: Mapping[str, Player], holder: str) -> Pledge:
    return Pledge.objects.get(pledgor=players[holder].party)

"""Matters before the county office of the demonstration, one at each turn that a case can take.

They are made-up applications handed in over the counter, told backwards from today so that the
clocks are seen running, late, and standing still.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.casework.checks import items_of
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.ask_opinion import ask_opinion
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.casework.verbs.record_checks import Check, record_checks
from qingshan.apps.casework.verbs.send_to_field import send_to_field
from qingshan.apps.parties.models import User
from qingshan.apps.walks.cast import Player

STORY, PAPER = "story/case", "casework.paper"
FAULTS = {
    "form": "申请表第 4 项（林地坐落）未填写，请补填后重新提交。",
    "certificate": "不动产权证书缺第 3 页，请补交清晰的原件扫描件。",
    "consent": "村民会议决议缺到会人数和签名页，请补交。",
}


@dataclass(frozen=True)
class Matter:
    """One application: whose, of which county, how long ago, and the turn that it takes."""

    party: str
    county: str
    title: str
    days_ago: int
    turn: str = ""


MATTERS = (
    Matter("village", "522629", "示例村南坡杉木林碳票申请", 2),
    Matter("farm", "520327", "示例林场东岭工区碳票申请", 4, "checked"),
    Matter("village", "520621", "示例村梵溪片区碳票申请", 18),
    Matter("farm", "522701", "示例林场螺蛳壳工区碳票申请", 6, "corrected"),
    Matter("farm", "520121", "示例林场青杠岭工区碳票申请", 8, "in the field"),
    Matter("village", "520502", "示例村松林坝碳票申请", 5, "opinion asked"),
)


def tell_cases(cast: Mapping[str, Player], *, now: datetime, tell: Callable[[str], None]) -> None:
    """Open every matter and take it as far as its turn; telling it again is free."""
    for place, matter in enumerate(MATTERS):
        case = _told(cast, place, matter, now - timedelta(days=matter.days_ago), now)
        tell(f"{case.number}  {matter.title}  {case.state_label}")


def _told(
    cast: Mapping[str, Player], place: int, matter: Matter, opened: datetime, now: datetime
) -> Case:
    def call(part: str, step: str, when: datetime) -> Call:
        return Call(cast[part].actor, when, f"{STORY}/{place}/{step}")

    case = open_case(
        call(matter.party, "open", opened),
        kind="ticket_application",
        title=matter.title,
        party=cast[matter.party].party.pk,
        county=matter.county,
        subject_kind=PAPER,
        subject_key=str(place + 1),
    )
    if not matter.turn:
        return case
    next_day = min(opened + timedelta(days=1), now)
    checks = first_checks(case, FAULTS if matter.turn == "corrected" else {})
    record_checks(call("county", "check", next_day), case=case.pk, checks=checks)
    if matter.turn == "corrected":
        return ask_correction(call("county", "correct", next_day), case=case.pk).case
    if matter.turn == "checked":
        return case
    case = accept_case(call("county", "accept", next_day), case=case.pk)
    later = min(next_day + timedelta(days=2), now)
    if matter.turn == "in the field":
        checker = User.objects.get(username="county").pk
        task = "核对第 3 号、第 5 号小班的四至和地类，逐处拍照。"
        send_to_field(call("county", "send", later), case=case.pk, checker=checker, task=task)
    else:
        ask_opinion(call("county", "ask", later), case=case.pk)
    return case


def first_checks(case: Case, faults: Mapping[str, str]) -> list[Check]:
    """Every item of the formal check in order, but for the faults."""
    return [
        {
            "item": item.key,
            "version": 0,
            "verdict": "problem" if item.key in faults else "good",
            "text": faults.get(item.key, ""),
        }
        for item in items_of(case)
        if item.step == "submitted" and (item.is_required or item.key in faults)
    ]

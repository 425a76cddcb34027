"""Letters of a case: what each kind is called and numbered, and the row that keeps its content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.casework.kinds import kind_label
from qingshan.apps.casework.models import Case, CaseLetter
from qingshan.apps.casework.places import place_label
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.label import Label

LETTERS = {
    "acceptance": Label("受理通知书", "Notice of acceptance"),
    "correction": Label("一次性补正告知书", "Notice of everything to correct"),
    "not_accepted": Label("不予受理决定书", "Decision not to accept"),
    "not_passed": Label("不予通过决定书", "Decision not to pass"),
    "field_check": Label("现场核查记录", "Record of a field check"),
    "hand_over": Label("转办单", "Note of hand-over"),
}
SERIES = {
    "acceptance": "SL",
    "correction": "BZ",
    "not_accepted": "BS",
    "not_passed": "BT",
    "field_check": "HC",
    "hand_over": "ZB",
}
INTERNAL = ("field_check", "hand_over")
"""Letters that stay among the offices."""


def write_letter(
    call: Call,
    case: Case,
    kind: str,
    office: Party,
    content: Mapping[str, Any],
    *,
    number: str = "",
) -> CaseLetter:
    """Keep a letter: whom it is to, what about, and what this kind says; all as it stands today."""
    today = call.when.date()
    place = place_label(case.county_code, as_of=today)
    matter = kind_label(case.kind, as_of=case.opened_on)
    heads = {
        "case": case.number,
        "title": case.title,
        "matter": list(matter),
        "place": list(place),
        "party": list(case.party.label) if case.party else [],
        "opened": case.opened_on.isoformat(),
    }
    return CaseLetter.objects.create(
        case=case,
        kind=kind,
        number=number or next_number(SERIES[kind], today.year),
        dated=today,
        office=office,
        content={**heads, **content},
    )

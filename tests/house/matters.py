"""A case of its own for the page test: asked to be corrected, and answered with a file."""

from __future__ import annotations

from functools import cache

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.answer_correction import answer_correction
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.casework.verbs.record_checks import record_checks
from qingshan.apps.walks.cast import Player, player

ADDRESSES = (
    "case", "case_checks", "answer_correction", "case_act", "case_letter", "case_file",
    "verify_letter",
)  # fmt: skip
OTHERS = {name: {403} for name in ADDRESSES}
"""Those are turned away who have no part in the case."""


def sample(name: str) -> dict[str, str]:
    """What stands for the variable parts of an address of casework."""
    told = matter()
    letter = {"number": told["letter"]} if name == "verify_letter" else {"number": told["case"]}
    more = {
        "case_act": {"act": "withdraw_case"},
        "case_letter": {"letter": told["letter"]},
        "case_file": {"file": told["file"]},
    }
    return {**letter, **more.get(name, {})}


@cache
def matter() -> dict[str, str]:
    """Numbers of the case, of its letter, and the key of the file."""
    county, farm = player("county"), player("farm")
    case = open_case(
        _call(farm, "open"),
        kind="ticket_application",
        title="页面测试事项",
        party=farm.party.pk,
        county="522629",
        subject_kind="test.pages",
        subject_key="1",
    )
    check = {"item": "form", "version": 0, "verdict": "problem", "text": "申请表缺签章页。"}
    record_checks(_call(county, "check"), case=case.pk, checks=[check])
    notice = ask_correction(_call(county, "ask"), case=case.pk)
    kept = files.keep(b"%PDF-1.7", name="签章页.pdf", media_type="application/pdf")
    told = {"place": 1, "text": "已补签章页。", "file": kept.pk}
    answer_correction(_call(farm, "answer"), notice=notice.pk, answers=[told])
    assert Case.objects.get(pk=case.pk).state == "submitted"
    return {"case": case.number, "letter": notice.number, "file": str(kept.pk)}


def _call(part: Player, step: str) -> Call:
    return Call(part.actor, now(), f"matter/{step}")

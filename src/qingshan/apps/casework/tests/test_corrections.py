"""Everything to correct is told once; the applicant answers each item, or the case lapses."""

from __future__ import annotations

import pytest

from qingshan.apps.base.call import SYSTEM
from qingshan.apps.casework.models import CaseLetter, CorrectionAnswer, CorrectionNotice
from qingshan.apps.casework.verbs.answer_correction import answer_correction
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.lapse_case import lapse_case
from qingshan.apps.casework.verbs.withdraw_case import withdraw_case

pytestmark = pytest.mark.django_db

FORM, IDENTITY = "申请表第 4 项未填写，请补填。", "营业执照已过期，请提交现行有效的证件。"


def answers(*places: int) -> list[dict]:
    return [{"place": place, "text": f"已更正第 {place} 项", "file": None} for place in places]


@pytest.fixture
def notice(desk) -> CorrectionNotice:
    case = desk.checked(desk.opened(), "submitted", form=FORM, identity=IDENTITY)
    return ask_correction(desk.at("county"), case=case.pk)


def test_a_notice_holds_every_problem(notice):
    told = [(item.place, item.item, item.demand) for item in notice.items.order_by("place")]
    assert told == [(1, "form", FORM), (2, "identity", IDENTITY)]
    assert str(notice.due) == str(notice.case.due) == "2026-08-07"
    letter = CaseLetter.objects.get(number=notice.number)
    assert [demand for _, demand in letter.content["items"]] == [FORM, IDENTITY]


def test_nothing_wrong_nothing_to_correct(desk, refuses):
    case = desk.checked(desk.opened(), "submitted")
    with refuses("E-CW-11"):
        ask_correction(desk.at("county"), case=case.pk)


def test_each_item_is_answered(desk, notice, refuses):
    with refuses("E-CW-13"):
        answer_correction(desk.at("farm"), notice=notice.pk, answers=answers(2))
    silent = [*answers(2), {"place": 1, "text": " ", "file": None}]
    with refuses("E-CW-13"):
        answer_correction(desk.at("farm"), notice=notice.pk, answers=silent)
    with refuses("E-CW-24"):
        answer_correction(desk.at("village"), notice=notice.pk, answers=answers(1, 2))
    answer_correction(desk.at("farm", "2026-07-22"), notice=notice.pk, answers=answers(1, 2))
    notice.case.refresh_from_db()
    assert (notice.case.state, str(notice.case.due)) == ("submitted", "2026-07-31")
    assert CorrectionAnswer.objects.count() == 2
    with refuses("E-MC-01"):
        answer_correction(desk.at("farm"), notice=notice.pk, answers=answers(1, 2))


def test_a_second_notice_is_for_new_facts_only(desk, notice, refuses):
    answer_correction(desk.at("farm"), notice=notice.pk, answers=answers(1, 2))
    case = notice.case
    with refuses("E-CW-12"):
        ask_correction(desk.at("county"), case=case.pk)
    with refuses("E-CW-17"):
        ask_correction(desk.at("county"), case=case.pk, new_facts="新的")
    second = ask_correction(desk.at("county"), case=case.pk, new_facts="新收到村民来信反映四至")
    assert second.new_facts == "新收到村民来信反映四至"
    assert CaseLetter.objects.get(number=second.number).content["new_facts"] == second.new_facts


def test_an_unanswered_case_lapses_the_day_after_its_term(desk, notice):
    case = notice.case
    with pytest.raises(AssertionError):
        lapse_case(desk.at(SYSTEM, "2026-08-07"), case=case.pk)
    assert lapse_case(desk.at(SYSTEM, "2026-08-08"), case=case.pk).state == "lapsed"


def test_an_applicant_may_give_up_instead(desk, notice):
    done = withdraw_case(desk.at("farm"), case=notice.case_id, reason="材料一时补不齐")
    assert done.state == "withdrawn"

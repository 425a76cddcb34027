"""Among the offices: assigned, handed over, kept out of, and reported when the clock runs out."""

from __future__ import annotations

import pytest

from qingshan.apps.base.call import SYSTEM
from qingshan.apps.casework.handling import people_of
from qingshan.apps.casework.models import Case, CaseLetter
from qingshan.apps.casework.tests.conftest import OTHER_COUNTY, key_of
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.assign_case import assign_case
from qingshan.apps.casework.verbs.escalate_case import escalate_case
from qingshan.apps.casework.verbs.hand_over_case import hand_over_case
from qingshan.apps.casework.verbs.recuse import recuse
from qingshan.apps.casework.verbs.refuse_case import refuse_case
from qingshan.apps.casework.verbs.set_due_day import set_due_day
from qingshan.apps.casework.views.acting import offers

pytestmark = pytest.mark.django_db


def test_one_person_answers_for_a_case(office, desk, refuses):
    case = desk.accepted()
    assert "hand_over_case" not in dict(offers(case, desk.at("county"))), "no other office is there"
    colleague = desk.person("colleague", office.party("county"), "52")
    assert [str(user) for user in people_of(case, case.office)] == ["罗明", "colleague"]
    assign_case(desk.at("county"), case=case.pk, person=key_of(colleague))
    with refuses("E-CW-08"):
        refuse_case(desk.at("county"), case=case.pk, reason="材料不符合规定")
    with refuses("E-CW-19"):
        assign_case(desk.at("county"), case=case.pk, person=key_of(office.cast["farm"].actor))
    assign_case(desk.at("county"), case=case.pk, person=key_of(office.cast["county"].actor))
    assert refuse_case(desk.at("county"), case=case.pk, reason="材料不符合规定").state == "refused"
    with refuses("E-CW-26"):
        assign_case(desk.at("county"), case=case.pk, person=key_of(colleague))


def test_a_case_of_another_county_is_handed_over(office, desk, refuses):
    near = desk.person("near", desk.bureau("522629").pk, "522629")
    right = desk.bureau(OTHER_COUNTY)
    receiver = desk.person("right", right.pk, OTHER_COUNTY)
    case = desk.opened(county=OTHER_COUNTY, kind="complaint")
    with refuses("E-CW-04"):
        accept_case(desk.at(near), case=case.pk)
    with refuses("E-CW-17", "E-CW-19"):
        hand_over_case(desk.at(near), case=case.pk, office=office.party("bank"), reason="转")
    with refuses("E-CW-19"):
        hand_over_case(desk.at(receiver), case=case.pk, office=right.pk, reason="林地位于锦屏县")
    case = hand_over_case(
        desk.at(near, "2026-07-20"), case=case.pk, office=right.pk, reason="林地位于锦屏县"
    )
    assert (case.office, str(case.due)) == (right, "2026-07-24")
    letter = CaseLetter.objects.get(case=case)
    assert (letter.kind, letter.office.name, letter.content["to"][0]) == (
        "hand_over", "522629 林业局", right.name,
    )  # fmt: skip
    with refuses("E-CW-05"):
        accept_case(desk.at(near), case=case.pk)
    assert accept_case(desk.at(receiver), case=case.pk).state == "accepted"


def test_who_keeps_out_of_a_case_does_not_handle_it(office, desk, refuses):
    case = desk.accepted()
    assign_case(desk.at("county"), case=case.pk, person=key_of(office.cast["county"].actor))
    with refuses("E-CW-17"):
        recuse(desk.at("county"), case=case.pk, reason="亲戚")
    recuse(desk.at("county"), case=case.pk, reason="申请人的法定代表人是我的近亲属")
    case.refresh_from_db()
    assert case.assignee is None
    with refuses("E-CW-18"):
        refuse_case(desk.at("county"), case=case.pk, reason="材料不符合规定")
    with refuses("E-CW-18"):
        recuse(desk.at("county"), case=case.pk, reason="申请人的法定代表人是我的近亲属")
    with refuses("E-CW-19"):
        person = key_of(office.cast["county"].actor)
        colleague = desk.person("colleague", office.party("county"), "52")
        assign_case(desk.at(colleague), case=case.pk, person=person)


def test_a_clock_that_runs_out_is_reported_once(desk):
    case = desk.opened("2026-07-17")
    for day, escalated in (("2026-07-28", "None"), ("2026-07-29", "2026-07-29")):
        case = escalate_case(desk.at(SYSTEM, day), case=case.pk)
        assert str(case.escalated) == escalated
    case = escalate_case(desk.at(SYSTEM, "2026-08-03"), case=case.pk)
    assert str(case.escalated) == "2026-07-29"


def test_a_due_day_is_set_when_its_year_is_known(as_released, desk):
    case = desk.opened("2026-12-25")
    assert (case.due, case.limit_days) == (None, 7)
    assert set_due_day(desk.at(SYSTEM, "2026-12-26"), case=case.pk).due is None
    Case.objects.filter(pk=case.pk).update(since="2026-12-01")
    assert str(set_due_day(desk.at(SYSTEM, "2026-12-26"), case=case.pk).due) == "2026-12-10"

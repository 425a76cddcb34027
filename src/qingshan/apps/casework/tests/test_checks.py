"""Items of the check list are answered one by one, and nobody overwrites a colleague."""

from __future__ import annotations

import pytest

from qingshan.apps.casework.checks import check_list, items_of, latest_answers
from qingshan.apps.casework.kinds import kind_of, kinds, limit_days
from qingshan.apps.casework.machine import CASE
from qingshan.apps.casework.models import CheckAnswer
from qingshan.apps.casework.tests.conftest import KIND
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.record_checks import record_checks

pytestmark = pytest.mark.django_db


def check(item: str, verdict: str = "good", text: str = "", version: int = 0) -> dict:
    return {"item": item, "verdict": verdict, "text": text, "version": version}


def test_every_kind_has_its_rows(office):
    day = office.now.date()
    for name in kinds():
        kind = kind_of(name, as_of=day)
        assert set(kind.steps) <= set(CASE.states)
        for step in ("submitted", "correction_asked", kind.steps[0]):
            assert limit_days(name, step, as_of=day), (name, step)
        for item in check_list(name, as_of=day):
            assert item.label.en
            assert item.article.zh
            assert item.template.zh
            assert item.step in ("submitted", *kind.steps)


def test_a_case_is_accepted_when_each_item_has_an_answer(desk, refuses):
    case = desk.opened()
    with refuses("E-CW-07"):
        accept_case(desk.at("county"), case=case.pk)
    desk.checked(case, "submitted", identity="营业执照已过期，请提交现行有效的证件。")
    with refuses("E-CW-07"):
        accept_case(desk.at("county"), case=case.pk)
    desk.checked(case, "submitted")
    assert accept_case(desk.at("county"), case=case.pk).state == "accepted"


def test_an_optional_item_may_stay_open(desk):
    case = desk.opened()
    required = [item for item in items_of(case) if item.step == "submitted" and item.is_required]
    checks = [check(item.key) for item in required]
    record_checks(desk.at("county"), case=case.pk, checks=checks)
    assert accept_case(desk.at("county"), case=case.pk).state == "accepted"


@pytest.mark.parametrize(
    "wrong",
    [check("nonsense"), check("form", "fine"), check("form", "problem", "  ")],
    ids=["item", "verdict", "problem without demand"],
)
def test_an_answer_is_whole(desk, refuses, wrong):
    case = desk.opened()
    with refuses("E-CW-20"):
        record_checks(desk.at("county"), case=case.pk, checks=[wrong, check("identity")])
    assert not CheckAnswer.objects.exists()


def test_the_second_of_two_reviewers_is_told_who_changed_what(office, desk, refuses):
    case = desk.opened()
    record_checks(desk.at("county"), case=case.pk, checks=[check("form", "problem", "缺签章页")])
    colleague = desk.person("colleague", office.party("county"), "52")
    with refuses("E-CW-10"):
        record_checks(desk.at(colleague), case=case.pk, checks=[check("form"), check("identity")])
    assert CheckAnswer.objects.count() == 1
    seen = check("form", version=1)
    record_checks(desk.at(colleague), case=case.pk, checks=[seen, check("identity")])
    standing = latest_answers([case])[case.pk, "form"]
    assert (standing.verdict, standing.version) == ("good", 2)
    assert CheckAnswer.objects.filter(item="form", verdict="problem").exists()


def test_the_same_answer_again_changes_nothing(desk):
    case = desk.opened()
    for _ in range(2):
        record_checks(desk.at("county"), case=case.pk, checks=[check("form")])
    assert CheckAnswer.objects.count() == 1


def test_checks_rest_while_the_applicant_corrects(desk, refuses):
    case = desk.reviewed()
    with refuses("E-CW-29"):
        record_checks(desk.at("county"), case=case.pk, checks=[check("form", "problem", "补")])


def test_a_list_belongs_to_its_kind(office):
    day = office.now.date()
    assert {item.step for item in check_list(KIND, as_of=day)} == {"submitted", "accepted"}
    assert check_list("nonsense", as_of=day) == ()

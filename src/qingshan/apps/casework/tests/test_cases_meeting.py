"""Two reviewers at one case at the same time, on connections of their own."""

from __future__ import annotations

import pytest

from qingshan.apps.casework.models import CaseLetter, CheckAnswer
from qingshan.apps.casework.tests.conftest import Desk
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.record_checks import record_checks
from qingshan.core.kernel.errors import Refused


@pytest.fixture
def desk(open_office) -> Desk:
    return Desk(open_office)


def outcome(future) -> str:
    try:
        future.result(timeout=60)
    except Refused as refused:
        return refused.refusals[0].code
    return "done"


def test_one_of_two_answers_from_the_same_version_is_kept(desk, elsewhere):
    case = desk.opened()
    colleague = desk.person("colleague", desk.office.party("county"), "52")
    calls = [desk.at("county"), desk.at(colleague)]
    checks = [
        [{"item": "form", "version": 0, "verdict": "problem", "text": text}]
        for text in ("缺签章页，请补交。", "缺第 4 项，请补填。")
    ]
    futures = [
        elsewhere(record_checks, call, case=case.pk, checks=told)
        for call, told in zip(calls, checks, strict=True)
    ]
    assert sorted(outcome(one) for one in futures) == ["E-CW-10", "done"]
    assert CheckAnswer.objects.filter(case=case, item="form").count() == 1


def test_a_case_is_accepted_once(desk, elsewhere):
    case = desk.checked(desk.opened(), "submitted")
    colleague = desk.person("colleague", desk.office.party("county"), "52")
    futures = [
        elsewhere(accept_case, desk.at(part), case=case.pk) for part in ("county", colleague)
    ]
    assert sorted(outcome(one) for one in futures) == ["E-MC-01", "done"]
    assert CaseLetter.objects.filter(case=case, kind="acceptance").count() == 1

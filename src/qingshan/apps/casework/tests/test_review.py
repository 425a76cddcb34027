"""Under review: a field check lets the clock stand still, natural resources say their opinion."""

from __future__ import annotations

import pytest

from qingshan.apps.base import files
from qingshan.apps.casework.clocks import remaining_days
from qingshan.apps.casework.models import CaseLetter, CaseStep
from qingshan.apps.casework.tests.conftest import key_of
from qingshan.apps.casework.verbs.ask_opinion import ask_opinion
from qingshan.apps.casework.verbs.give_opinion import give_opinion
from qingshan.apps.casework.verbs.pass_review import pass_review
from qingshan.apps.casework.verbs.record_field_check import record_field_check
from qingshan.apps.casework.verbs.refuse_case import refuse_case
from qingshan.apps.casework.verbs.send_to_field import send_to_field

pytestmark = pytest.mark.django_db


def sent(office, desk, case, day: str):
    checker = key_of(office.cast["county"].actor)
    return send_to_field(
        desk.at("county", day), case=case.pk, checker=checker, task="核对第 3 号小班四至"
    )


def photo() -> int:
    return files.keep(b"picture", name="现场 1.jpg", media_type="image/jpeg").pk


def test_days_on_the_land_do_not_count(office, desk):
    case = desk.accepted("2026-07-17")
    assert str(case.due) == "2026-07-28"
    check = sent(office, desk, case, "2026-07-21")
    case.refresh_from_db()
    assert (case.due, str(case.paused)) == (None, "2026-07-21")
    # Two working days, 20 and 21 July, were over when the clock stopped on the second of them.
    assert remaining_days(case, case.paused) == 6
    record_field_check(
        desk.at("county", "2026-07-24"), check=check.pk, holds=True, finding="四至与图一致",
        photos=[photo()],
    )  # fmt: skip
    case.refresh_from_db()
    assert (str(case.due), case.paused, case.paused_days) == ("2026-08-03", None, 4)
    assert remaining_days(case, case.due) == 1
    desk.checked(case, "accepted", "2026-08-03")
    desk.confirmed(case, "2026-08-03")
    pass_review(desk.at("county", "2026-08-03"), case=case.pk)
    step = CaseStep.objects.get(case=case, state="accepted")
    assert (step.used_days, step.paused_days, step.late_reason) == (7, 4, "")


def test_a_record_names_checker_finding_and_photos(office, desk, refuses):
    case = desk.accepted()
    check = sent(office, desk, case, "2026-07-17")
    told = {"check": check.pk, "holds": False, "finding": "第 3 号小班已采伐"}
    record_field_check(desk.at("county"), photos=[photo()], **told)
    letter = CaseLetter.objects.get(case=case, kind="field_check")
    assert letter.content["finding"] == "第 3 号小班已采伐"
    assert letter.content["photos"][0][0] == "现场 1.jpg"
    with refuses("E-CW-28"):
        record_field_check(desk.at("county"), photos=[], **told)


def test_who_was_sent_enters_the_result(office, desk, refuses):
    case = desk.accepted()
    check = sent(office, desk, case, "2026-07-17")
    colleague = desk.person("colleague", office.party("county"), "52")
    with refuses("E-CW-08"):
        record_field_check(
            desk.at(colleague), check=check.pk, holds=True, finding="四至与图一致", photos=[]
        )
    with refuses("E-CW-17", "E-CW-27"):
        record_field_check(
            desk.at("county"), check=check.pk, holds=True, finding="好", photos=[0] * 13
        )


def test_nothing_is_decided_while_somebody_is_out(office, desk, refuses):
    case = desk.accepted()
    sent(office, desk, case, "2026-07-17")
    with refuses("E-CW-16"):
        sent(office, desk, case, "2026-07-17")
    with refuses("E-CW-16"):
        refuse_case(desk.at("county"), case=case.pk, reason="林地已经采伐")
    with refuses("E-CW-16"):
        pass_review(desk.at("county"), case=case.pk)


def test_nobody_is_sent_before_acceptance_or_without_the_post(office, desk, refuses):
    with refuses("E-CW-14"):
        sent(office, desk, desk.opened(), "2026-07-17")
    farmer = key_of(office.cast["farm"].actor)
    with refuses("E-CW-19"):
        send_to_field(
            desk.at("county"), case=desk.accepted().pk, checker=farmer, task="核对第 3 号小班四至"
        )


def test_a_clock_that_has_run_out_does_not_stop(office, desk):
    case = desk.accepted("2026-07-17")
    sent(office, desk, case, "2026-07-29")
    case.refresh_from_db()
    assert (str(case.due), case.paused) == ("2026-07-28", None)


def test_a_review_passes_with_a_confirming_opinion_only(desk, refuses):
    case = desk.accepted()
    desk.checked(case, "accepted")
    with refuses("E-CW-15"):
        pass_review(desk.at("county"), case=case.pk)
    opinion = ask_opinion(desk.at("county"), case=case.pk)
    assert str(opinion.due) == "2026-07-28"
    with refuses("E-CW-21"):
        ask_opinion(desk.at("county"), case=case.pk)
    give_opinion(desk.at("land"), opinion=opinion.pk, holds=False, text="与邻村界线有争议")
    with refuses("E-CW-15"):
        pass_review(desk.at("county"), case=case.pk)
    desk.confirmed(case)
    assert pass_review(desk.at("county"), case=case.pk).state == "reviewed"


def test_an_opinion_is_given_once_in_time_by_the_office_of_the_place(desk, refuses):
    case = desk.accepted()
    opinion = ask_opinion(desk.at("county"), case=case.pk)
    elsewhere = desk.person("title", desk.bureau("522628").pk, "522628", "natural_resources")
    with refuses("E-CW-04"):
        give_opinion(desk.at(elsewhere), opinion=opinion.pk, holds=True, text="权属清楚无争议")
    with refuses("E-AU-01"):
        give_opinion(desk.at("county"), opinion=opinion.pk, holds=True, text="权属清楚无争议")
    with refuses("E-CW-09", "E-CW-17"):
        give_opinion(desk.at("land", "2026-07-29"), opinion=opinion.pk, holds=True, text="可")
    told = {"opinion": opinion.pk, "holds": True, "text": "权属清楚无争议"}
    give_opinion(desk.at("land"), **told)
    with refuses("E-CW-21"):
        give_opinion(desk.at("land"), **told)
    with refuses("E-CW-14"):
        ask_opinion(desk.at("county"), case=desk.opened().pk)

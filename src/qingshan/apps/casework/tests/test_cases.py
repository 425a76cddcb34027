"""A case is opened once, taken on by the competent office, and carried to its end."""

from __future__ import annotations

import pytest

from qingshan.apps.base.call import SYSTEM
from qingshan.apps.casework.models import CaseLetter, CaseStep
from qingshan.apps.casework.reads import case_of, must_be_accepted
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.close_case import close_case
from qingshan.apps.casework.verbs.forward_case import forward_case
from qingshan.apps.casework.verbs.lapse_case import lapse_case
from qingshan.apps.casework.verbs.pass_review import pass_review
from qingshan.apps.casework.verbs.refuse_case import refuse_case
from qingshan.apps.casework.verbs.withdraw_case import withdraw_case

pytestmark = pytest.mark.django_db


def test_a_matter_is_before_an_office_once(desk, refuses):
    case = desk.opened(subject_key="claim-1")
    assert case.number.startswith("SX-2026-000001-")
    with refuses("E-CW-02"):
        desk.opened(subject_key="claim-1")
    assert case_of("test.matter", "claim-1") == case
    assert case_of("test.matter", "claim-2") is None
    withdraw_case(desk.at("farm"), case=case.pk, reason="改报下一批次")
    again = desk.opened(subject_key="claim-1")
    assert case_of("test.matter", "claim-1") == again


def test_a_case_has_a_kind_and_its_own_applicant(office, desk, refuses):
    with refuses("E-CW-01"):
        desk.opened(kind="nonsense")
    with refuses("E-AU-02"):
        desk.opened(party=office.party("village"))


def test_what_no_office_accepted_goes_no_further(desk, refuses):
    case = desk.opened(kind="complaint")
    subject = (case.subject_kind, case.subject_key)
    for key in (case.subject_key, "unknown"):
        with refuses("E-CW-03"):
            must_be_accepted(case.subject_kind, key)
    accept_case(desk.at("county"), case=case.pk)
    assert must_be_accepted(*subject).state == "accepted"
    withdraw_case(desk.at("farm"), case=case.pk, reason="改报下一批次")
    with refuses("E-CW-03"):
        must_be_accepted(*subject)


@pytest.mark.parametrize(
    ("area", "fits"),
    [("522628", False), ("5203", False), ("5226", True), ("522629", True), ("52", True)],
)
def test_the_office_of_the_place_accepts(desk, refuses, area, fits):
    bureau = desk.bureau(area)
    officer = desk.person(f"officer-{area}", bureau.pk, area)
    case = desk.opened(kind="complaint")
    if fits:
        assert accept_case(desk.at(officer), case=case.pk).office == bureau
    else:
        with refuses("E-CW-04"):
            accept_case(desk.at(officer), case=case.pk)


def test_a_matter_of_the_whole_province_needs_a_provincial_post(desk, refuses):
    case = desk.opened(kind="complaint", county="")
    officer = desk.person("prefecture", desk.bureau("5226").pk, "5226")
    with refuses("E-CW-04"):
        accept_case(desk.at(officer), case=case.pk)
    assert accept_case(desk.at("forestry"), case=case.pk).state == "accepted"


def test_nobody_handles_what_another_post_or_office_has(desk, refuses):
    with refuses("E-CW-05"):
        accept_case(desk.at("registrar"), case=desk.opened().pk)
    officer = desk.person("elsewhere", desk.bureau("522629").pk, "522629")
    with refuses("E-CW-05"):
        refuse_case(desk.at(officer), case=desk.accepted().pk, reason="材料不符合规定")


def test_nobody_handles_a_matter_of_their_own_unit(office, desk, refuses):
    own = desk.opened(part="county", party=office.party("county"), kind="complaint")
    with refuses("E-CW-06"):
        accept_case(desk.at("county"), case=own.pk)


def test_each_step_leaves_what_it_needed(desk):
    case = desk.opened("2026-07-17", kind="complaint")
    accept_case(desk.at("county", "2026-07-21"), case=case.pk)
    close_case(desk.at("county", "2026-07-24"), case=case.pk, outcome="已核实并整改")
    told = CaseStep.objects.filter(case=case).order_by("pk")
    assert list(told.values_list("state", "limit_days", "used_days")) == [
        ("submitted", 5, 2),
        ("accepted", 20, 3),
    ]
    case.refresh_from_db()
    assert (case.state, case.due, case.limit_days) == ("closed", None, None)


def test_a_ticket_application_takes_every_step(office, desk, refuses):
    case = desk.reviewed()
    with refuses("E-CW-14"):
        close_case(desk.at("county"), case=case.pk)
    with refuses("E-CW-19"):
        forward_case(desk.at("county"), case=case.pk, office=office.party("registrar"))
    case = forward_case(desk.at("county"), case=case.pk, office=office.party("forestry"))
    assert (case.state, case.office.pk, case.due) == ("forwarded", office.party("forestry"), None)
    with refuses("E-CW-05"):
        close_case(desk.at("county"), case=case.pk)
    assert close_case(desk.at("forestry"), case=case.pk).state == "closed"


def test_a_refusal_names_reason_and_remedy(desk, refuses):
    case = desk.opened()
    with refuses("E-CW-17"):
        refuse_case(desk.at("county"), case=case.pk, reason="不行")
    refuse_case(desk.at("county"), case=case.pk, reason="申请人不是该林地的权利人")
    letter = CaseLetter.objects.get(case=case)
    assert letter.kind == "not_accepted"
    assert "行政复议" in letter.content["remedy"][0]
    with refuses("E-CW-03"):
        must_be_accepted(case.subject_kind, case.subject_key)
    later = desk.accepted()
    refuse_case(desk.at("county"), case=later.pk, reason="权属证书系伪造")
    assert CaseLetter.objects.filter(case=later, kind="not_passed").exists()


def test_only_the_applicant_withdraws_and_says_why(office, desk, refuses):
    case = desk.opened()
    with refuses("E-CW-24"):
        withdraw_case(desk.at("village"), case=case.pk, reason="替他人撤回")
    with refuses("E-CW-17"):
        withdraw_case(desk.at("farm"), case=case.pk, reason=" ")
    anonymous = desk.opened(party=None, part="county", kind="complaint")
    with refuses("E-CW-24"):
        withdraw_case(desk.at("farm"), case=anonymous.pk, reason="替他人撤回")
    assert withdraw_case(desk.at("farm"), case=case.pk, reason="材料有误重报").state == "withdrawn"


def test_a_late_act_needs_a_reason(desk, refuses):
    case = desk.checked(desk.opened("2026-07-17"), "submitted")
    assert str(case.due) == "2026-07-28"
    with refuses("E-CW-09"):
        accept_case(desk.at("county", "2026-07-29"), case=case.pk)
    late = accept_case(desk.at("county", "2026-07-29"), case=case.pk, late_reason="系统停机两日")
    step = CaseStep.objects.get(case=late)
    assert (step.late_reason, step.used_days, step.limit_days) == ("系统停机两日", 8, 7)


def test_on_its_last_day_a_step_is_in_time(desk):
    case = desk.checked(desk.opened("2026-07-17"), "submitted")
    assert accept_case(desk.at("county", "2026-07-28"), case=case.pk).state == "accepted"


def test_the_timer_lapses_nothing_before_its_day(desk):
    case = desk.opened()
    with pytest.raises(Exception, match="E-MC-01"):
        lapse_case(desk.at(SYSTEM), case=case.pk)


def test_everything_that_is_wrong_is_said_at_once(desk, refuses):
    case = desk.accepted("2026-07-17")
    with refuses("E-CW-07", "E-CW-09", "E-CW-15"):
        pass_review(desk.at("county", "2026-09-01"), case=case.pk)

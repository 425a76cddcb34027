"""The pages of cases: who sees which, the list in order, checks saved once, acts done once."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from qingshan.apps.base.call import SYSTEM
from qingshan.apps.base.clock import now
from qingshan.apps.casework.models import Case, CaseLetter, CheckAnswer, CorrectionAnswer
from qingshan.apps.casework.printing import letter_code
from qingshan.apps.casework.reads import cases_waiting_for
from qingshan.apps.casework.tests.conftest import key_of
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.assign_case import assign_case
from qingshan.apps.casework.verbs.escalate_case import escalate_case
from qingshan.apps.parties.models import User

pytestmark = pytest.mark.django_db


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 3), "green").save(buffer, "PNG")
    return buffer.getvalue()


PNG = png()


@pytest.fixture
def visit(office):
    def open_as(part: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=key_of(office.cast[part].actor)))
        return client

    return open_as


def today() -> str:
    return now().date().isoformat()


def numbers(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"SX-2026-\d{6}-\d", page)))


def listed(client: Client, query: str = "") -> list[str]:
    return numbers(client.get(reverse("cases") + query).content.decode())


def test_the_list_is_ordered_by_days_left(desk, visit):
    cases = [desk.opened(day) for day in ("2026-07-20", "2026-07-17", "2026-07-21")]
    Case.objects.filter(pk=cases[0].pk).update(due=None)
    expected = [cases[1].number, cases[2].number, cases[0].number]
    assert listed(visit("county")) == expected


def test_a_list_is_narrowed_and_unknown_filters_are_refused(desk, visit):
    first, second = desk.opened(), desk.opened(kind="complaint", county="522628")
    desk.accepted()
    county = visit("county")
    assert len(listed(county)) == 3
    assert listed(county, "?kind=complaint") == [second.number]
    assert listed(county, "?county=522628") == [second.number]
    assert listed(county, "?state=submitted&kind=ticket_application") == [first.number]
    assert listed(county, "?mine=1") == []
    for query, code in (("?nonsense=1", "E-CW-25"), ("?state=nonsense", "E-CW-30")):
        answer = county.get(reverse("cases") + query)
        assert answer.status_code == 422
        assert code in answer.content.decode()
    for query in ("?after=nonsense", "?due=tomorrow", "?mine=yes", "?county=abc", "?kind=x"):
        assert "E-CW-30" in county.get(reverse("cases") + query).content.decode()


def test_each_due_class_is_counted_and_shown(desk, visit):
    day = now().date()
    dues = {"late": day - timedelta(3), "soon": day, "later": day + timedelta(30), "paused": None}
    cases = {name: desk.opened() for name in dues}
    for name, due in dues.items():
        Case.objects.filter(pk=cases[name].pk).update(due=due)
    county = visit("county")
    for name, case in cases.items():
        assert listed(county, f"?due={name}") == [case.number]
    page = county.get(reverse("cases")).content.decode()
    assert re.findall(r'due=\w+"[^>]*>\S+ <b>(\d+)</b>', page) == ["1", "1", "1", "1"]


def test_pages_follow_without_gap_or_repetition(desk, visit):
    for _ in range(53):
        desk.opened()
    county = visit("county")
    first = county.get(reverse("cases")).content.decode()
    (following,) = re.findall(r'href="(\?after=[^"]+)" rel="next"', first)
    second = county.get(reverse("cases") + following.replace("&amp;", "&")).content.decode()
    assert (len(numbers(first)), len(numbers(second))) == (50, 3)
    assert not set(numbers(first)) & set(numbers(second))


def test_the_list_is_saved_as_csv(desk, visit):
    case = desk.opened(title="=1+1")
    answer = visit("county").get(reverse("cases_csv"))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert case.number in answer.content.decode("utf-8-sig")
    assert "'=1+1" in answer.content.decode()


def test_everyone_sees_their_own(office, desk, visit):
    case = desk.opened()
    assert listed(visit("farm")) == [case.number]
    assert listed(visit("village")) == []
    assert listed(visit("forestry")) == [case.number]
    assert listed(visit("auditor")) == [case.number]
    for part, status in (("village", 403), ("land", 403), ("farm", 200), ("county", 200)):
        answer = visit(part).get(reverse("case", args=[case.number]))
        assert answer.status_code == status, part
    assert "E-CW-24" in visit("village").get(reverse("case", args=[case.number])).content.decode()
    assert visit("county").get(reverse("case", args=["SX-1"])).status_code == 404


def test_chosen_cases_are_accepted_and_the_others_say_why(desk, visit):
    ready = [desk.checked(desk.opened(today()), "submitted") for _ in range(2)]
    blank = desk.opened(today())
    county = visit("county")
    keys = [case.pk for case in [*ready, blank]]
    answer = county.post(reverse("accept_chosen"), {"key": "k", "case": keys})
    assert "E-CW-07" in answer.content.decode()
    assert set(Case.objects.filter(state="accepted")) == set(ready)
    answer = county.post(reverse("accept_chosen"), {"key": "l", "case": []})
    assert "E-CW-23" in answer.content.decode()


def test_an_answer_is_saved_as_it_is_given(desk, visit):
    case = desk.opened()
    told = {"key": "a", "verdict.form": "good", "text.form": "", "version.form": "0"}
    answer = visit("county").post(
        reverse("case_checks", args=[case.number]), told, headers={"Accept": "application/json"}
    )
    assert answer.json()["versions"] == {"form": 1}
    assert CheckAnswer.objects.get(case=case).verdict == "good"


def test_two_reviewers_lose_nothing(office, desk, visit):
    case = desk.checked(desk.opened(), "submitted", form="缺签章页，请补交。")
    colleague = desk.person("colleague", office.party("county"), "52")
    client = Client()
    client.force_login(User.objects.get(pk=key_of(colleague)))
    address = reverse("case_checks", args=[case.number])
    told = {"verdict.form": "not_applicable", "text.form": "另有说明", "version.form": "0"}
    answer = client.post(address, {"key": "a", **told}, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "缺签章页" in answer.json()["refused"]
    assert "罗明" in answer.json()["refused"]
    page = client.post(address, {"key": "b", **told})
    text = page.content.decode()
    assert "另有说明" in text
    assert 'name="version.form" value="1"' in text
    again = {**told, "version.form": "1"}
    assert client.post(address, {"key": "c", **again}).status_code == 302
    assert CheckAnswer.objects.filter(item="form").count() == 2


def test_acts_are_offered_to_those_who_may(desk, visit):
    case = desk.opened(today())
    shown = visit("county").get(reverse("case", args=[case.number])).content.decode()
    assert "/do/accept_case/" in shown
    assert "/do/withdraw_case/" not in shown
    own = visit("farm").get(reverse("case", args=[case.number])).content.decode()
    assert "/do/withdraw_case/" in own
    assert "/do/accept_case/" not in own
    assert 'id="document"' not in own


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_act_has_its_form(office, desk, visit, language):
    from qingshan.apps.casework.views.acting import OFFERS

    case = desk.accepted(today())
    for name in OFFERS:
        answer = visit("county").get(f"{language}/desk/cases/{case.number}/do/{name}/")
        assert answer.status_code == 200, name
    assert visit("county").get(f"/desk/cases/{case.number}/do/fly/").status_code == 404


def test_a_case_goes_its_way_by_clicks(office, desk, visit):
    case = desk.checked(desk.opened(today()), "submitted")

    def press(part: str, act: str, **told) -> str:
        address = reverse("case_act", args=[case.number, act])
        answer = visit(part).post(address, {"key": act, **told})
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        case.refresh_from_db()
        return case.state

    assert press("county", "accept_case") == "accepted"
    desk.checked(case, "accepted")
    me = str(key_of(office.cast["county"].actor))
    press("county", "send_to_field", person=me, task="核对第 3 号小班四至")
    photo = SimpleUploadedFile("1.png", PNG, "image/png")
    told = {"holds": "yes", "finding": "四至与图一致", "photos": [photo]}
    press("county", "record_field_check", **told)
    press("county", "ask_opinion")
    press("land", "give_opinion", holds="yes", text="权属清楚无争议")
    assert press("county", "pass_review") == "reviewed"
    forestry = str(office.party("forestry"))
    assert press("county", "forward_case", office=forestry) == "forwarded"
    assert press("forestry", "close_case", outcome="已签发碳票") == "closed"
    page = visit("county").get(reverse("case", args=[case.number])).content.decode()
    for said in ("现场核查记录", "受理通知书", "权属清楚无争议", "1.png"):
        assert said in page
    (file,) = re.findall(r"/files/(\d+)/", page)
    got = visit("county").get(reverse("case_file", args=[case.number, file]))
    assert got.content == PNG
    assert visit("farm").get(reverse("case_file", args=[case.number, file])).status_code == 404


def test_an_applicant_answers_with_text_and_file(desk, visit):
    case = desk.checked(desk.opened(today()), "submitted", form="请补填", identity="请提交证件")
    notice = ask_correction(desk.at("county", today()), case=case.pk)
    farm, address = visit("farm"), reverse("answer_correction", args=[case.number])
    assert "请提交证件" in farm.get(address).content.decode()
    told = {"key": "a", "text_1": "已补填"}
    assert "E-CW-13" in farm.post(address, told).content.decode()
    wrong = SimpleUploadedFile("证件.pdf", b"MZ", "application/pdf")
    assert "E-PO-18" in farm.post(address, {**told, "file_2": wrong}).content.decode()
    right = SimpleUploadedFile("证件.png", PNG, "image/png")
    assert farm.post(address, {**told, "file_2": right}).status_code == 302
    assert CorrectionAnswer.objects.filter(item__notice=notice).count() == 2
    assert farm.get(address).status_code == 302
    page = visit("county").get(reverse("case", args=[case.number])).content.decode()
    assert "已补填" in page
    assert "证件.png" in page


def test_letters_are_for_those_in_the_case(office, desk, visit):
    case = desk.accepted(today())
    letter = CaseLetter.objects.get(case=case)
    address = reverse("case_letter", args=[case.number, letter.number])
    for part in ("farm", "county"):
        answer = visit(part).get(address)
        assert answer.content.startswith(b"%PDF-"), part
    assert visit("village").get(address).status_code == 403
    assert visit("farm").get(address.replace("SL-", "XX-")).status_code == 404


def test_a_letter_is_checked_by_number_and_code(desk):
    letter = CaseLetter.objects.get(case=desk.accepted())
    address = reverse("verify_letter", args=[letter.number])
    assert "校验码" in Client().get(address).content.decode()
    good = Client().get(address, {"c": letter_code(letter).lower()})
    assert "受理通知书" in good.content.decode()
    assert letter.case.title not in good.content.decode()
    for number in (letter.number, "SL-2026-999999-9"):
        bad = Client().get(reverse("verify_letter", args=[number]), {"c": "7K3M-9QPX-2R4T"})
        assert "E-PF-10" in bad.content.decode()


def test_the_inbox_shows_what_one_can_do_and_the_nearest_first(desk, visit):
    late, later = desk.opened("2026-07-01"), desk.opened("2026-07-10")
    page = visit("county").get(reverse("desk")).content.decode()
    assert page.index(late.number) < page.index(later.number)
    above = visit("forestry").get(reverse("desk")).content.decode()
    assert late.number not in above
    escalate_case(desk.at(SYSTEM, "2026-09-01"), case=late.pk)
    above = visit("forestry").get(reverse("desk")).content.decode()
    assert late.number in above
    assert later.number not in above


def test_the_inbox_leads_an_applicant_to_the_answer(desk, visit):
    case = desk.checked(desk.opened(), "submitted", form="请补填申请表")
    ask_correction(desk.at("county"), case=case.pk)
    page = visit("farm").get(reverse("desk")).content.decode()
    assert f"/desk/cases/{case.number}/answer/" in page


def test_a_case_waits_for_its_person_alone(office, desk, visit):
    case = desk.accepted()
    colleague = desk.person("colleague", office.party("county"), "52")
    assign_case(desk.at("county"), case=case.pk, person=key_of(colleague))
    assert case.number not in visit("county").get(reverse("desk")).content.decode()
    assert list(cases_waiting_for(colleague, now().date())) == [case]

"""A report is open to all for twenty working days; what is said is answered, judged and tabled."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qingshan.apps.base import files
from qingshan.apps.base.attachments import keep_attachment
from qingshan.apps.base.models import Event, KeptFile
from qingshan.apps.notices import reads
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.screening import same_as, sender_of
from qingshan.apps.notices.tabling import HEAD, lines_of
from qingshan.apps.notices.tests.conftest import LAST_MOMENT
from qingshan.apps.notices.verbs.close_notice import close_notice
from qingshan.apps.notices.verbs.end_notice import end_notice
from qingshan.apps.notices.verbs.open_notice import open_notice
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.projects.verbs.return_report import return_report

pytestmark = pytest.mark.django_db


def test_twenty_working_days_end_on_13_august_inclusive(board):
    notice = board.notice
    assert (notice.first_day, notice.last_day) == (date(2026, 7, 17), date(2026, 8, 13))
    assert (notice.days, notice.digest) == (20, board.report.digest)
    assert reads.days_left(notice, date(2026, 7, 17)) == 20
    assert reads.days_left(notice, date(2026, 8, 13)) == 1
    assert reads.days_left(notice, date(2026, 8, 14)) == 0


def test_a_notice_is_neither_shortened_nor_endless(office, board, refuses):
    report = office.reported()
    for days in (19, 0, 61):
        with refuses("E-NT-03"):
            open_notice(office.call("farm"), report=report.pk, days=days)
    assert open_notice(office.call("farm"), report=report.pk, days=21).last_day == date(2026, 8, 14)
    with refuses("E-NT-02", "E-NT-03"):
        open_notice(office.call("registrar"), report=board.report.pk, days=1)
    with refuses("E-AU-02"):
        open_notice(office.call("village"), report=office.reported().pk)


def test_it_closes_on_the_day_after_its_last(board, refuses):
    with refuses("E-NT-04"):
        board.close(LAST_MOMENT)
    with refuses("E-AU-01"):
        close_notice(board.call("farm"), notice=board.notice.pk)
    done = board.close()
    assert done.state == "closed"
    with refuses("E-MC-01"):
        board.close()


def test_every_comment_is_answered_and_judged_before_it_closes(board, refuses):
    first, second = board.say(), board.say("图上有两个小班画重了。", category="land")
    board.answer(first)
    with refuses("E-NT-04", "E-NT-05"):
        board.close(LAST_MOMENT)
    board.judge(first)
    with refuses("E-NT-17"):
        board.judge(second)
    with refuses("E-NT-05"):
        board.close()
    board.answer(second)
    board.judge(second)
    assert board.close().comments.count() == 2
    with refuses("E-MC-01"):
        board.answer(first)


def test_answers_stand_as_they_are_and_come_from_those_concerned(board, refuses):
    comment = board.say()
    with refuses("E-AU-02"):
        board.answer(comment, "village")
    board.answer(comment)
    with refuses("E-NT-16"):
        board.answer(comment)
    board.judge(comment)
    with refuses("E-NT-16"):
        board.judge(comment)
    with refuses("E-NT-08"):
        board.answer(board.say("另有一处需要说明。"), text="好")


def test_only_the_verifier_that_is_charged_judges(office, board, refuses):
    comment = board.say()
    board.answer(comment)
    claim = board.report.run.monitoring
    user = office.cast["court"].actor.name.removeprefix("user:")
    appoint(office.founding(), user=int(user), party=office.party("court"), role="verifier")
    assign_body(
        office.call("farm"), monitoring=claim.pk, part="verifying", body=office.party("court")
    )
    with refuses("E-PJ-05"):
        board.judge(comment)


def test_a_comment_of_the_last_minute_counts_and_a_later_one_not(board, refuses):
    assert board.say(when=LAST_MOMENT).number.startswith("YJ-2026-000001-")
    with refuses("E-NT-07"):
        board.say("迟到的意见。", when=LAST_MOMENT + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("太短", "E-NT-08"),
        ("字" * 2001, "E-NT-08"),
        ("看 http://a.cn 和 http://b.cn 以及 www.c.cn", "E-NT-09"),
        ("我的身份证是 52263119900307123X 请联系", "E-NT-11"),
        ("请打 13800000000 联系我", "E-NT-11"),
    ],
)
def test_texts_are_looked_at(board, refuses, text, code):
    with refuses(code):
        board.say(text)


def test_all_that_is_wrong_is_said_at_once(board, refuses):
    late = LAST_MOMENT + timedelta(days=1)
    with refuses("E-NT-07", "E-NT-08", "E-NT-13"):
        board.say("短", when=late, phone="abc")
    with refuses("E-PJ-04"):
        board.say(anchor="figure:nothing")


def test_the_same_words_are_entered_once(board, refuses):
    board.say("蓄积量的来源没有写明。")
    with refuses("E-NT-10"):
        board.say(" 蓄积量的来源，没有写明! ")
    assert same_as("Ａ b") == same_as("ab")


def test_a_flood_from_one_network_is_stopped(board, refuses):
    today = board.office.now.date()
    sender = sender_of("192.0.2.7", today)
    for number in range(10):
        board.say(f"第 {number} 处数字需要说明。", sender=sender)
    with refuses("E-NT-12"):
        board.say("再说一处。", sender=sender)
    board.say("另一个人说的。", sender=sender_of("192.0.2.8", today))
    assert sender != sender_of("192.0.2.7", today + timedelta(days=1))


def test_the_journal_learns_no_telephone_and_no_words(board):
    comment = board.say(phone="0851-8888 0000")
    event = Event.objects.get(name="comment.received", subject_id=comment.pk)
    assert set(event.facts) == {"number", "notice", "category"}


def test_a_receipt_opens_with_its_code_only(board):
    comment = board.say()
    assert reads.receipt(comment.number, comment.code).comment == comment
    assert reads.receipt(comment.number, "7K3M-9QPX-2R4T") is None


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(data, format="PNG")
    return data.getvalue()


def test_attachments_are_told_by_their_content(db, refuses):
    for data, kind in ((b"%PDF-1.7 ...", "application/pdf"), (picture(), "image/png")):
        kept = keep_attachment(SimpleUploadedFile("x.bin", data), limit_bytes=1 << 20)
        assert KeptFile.objects.get(pk=kept).media_type == kind
    for data in (b"MZ...", b"<svg/>", b"", picture()[:40]):
        with refuses("E-PO-18"):
            keep_attachment(SimpleUploadedFile("x.png", data), limit_bytes=1 << 20)
    with refuses("E-PO-19"):
        keep_attachment(SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * 64), limit_bytes=32)


def test_the_table_is_a_paper_with_every_comment(board):
    comment = board.say("<script>alert(1)</script> 的写法也要原样登记。", anchor="figure:removal")
    board.answer(comment)
    board.judge(comment)
    closed = board.close()
    data = files.read(closed.paper.digest)
    told = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    told = "".join(told.split())
    assert "公示意见处理表" in told
    for cell in lines_of(closed)[0].cells():
        assert "".join(cell.split()) in told, cell
    for name in HEAD:
        assert name in told


def test_a_report_is_published_when_its_notice_closed_without_an_upheld_comment(board, refuses):
    report = Report.objects.get(pk=board.report.pk)
    with refuses("E-NT-19"):
        reads.must_be_published(report)
    comment = board.say()
    board.answer(comment)
    board.judge(comment)
    board.close()
    reads.must_be_published(report)


def test_an_upheld_comment_keeps_the_report_back(board, refuses):
    comment = board.say()
    board.answer(comment)
    board.judge(comment, "upheld")
    board.close()
    with refuses("E-NT-20"):
        reads.must_be_published(board.report)


def test_another_report_needs_a_notice_of_its_own(office, board, refuses):
    with refuses("E-NT-06"):
        end_notice(office.call("registrar"), notice=board.notice.pk, reason="…")
    return_report(
        office.call("verifier"),
        report=board.report.pk,
        verifier=office.party("verifier"),
        finding="退回更正",
    )
    claim = board.report.run.monitoring
    with refuses("E-MC-01"):
        open_notice(office.call("farm"), report=board.report.pk)
    claim.refresh_from_db()
    second = office.reported(claim)
    with refuses("E-NT-18"):
        reads.must_be_published(second)
    with refuses("E-NT-01", "E-NT-02"):
        open_notice(office.call("farm"), report=board.report.pk)
    ended = end_notice(office.call("registrar"), notice=board.notice.pk, reason="报告已更正")
    assert ended.state == "ended"
    assert open_notice(office.call("farm"), report=second.pk).report == second
    with refuses("E-NT-18"):
        reads.must_be_published(board.report)


def test_what_is_asked_of_whom(board):
    comment = board.say()
    farm = board.office.party("farm")
    assert list(reads.comments_to_answer([farm])) == [comment]
    assert list(reads.comments_to_judge()) == []
    board.answer(comment)
    assert list(reads.comments_to_answer([farm])) == []
    assert list(reads.comments_to_judge()) == [comment]
    assert list(reads.notices("open")) == [Notice.objects.get()]
    assert board.notice.opened < datetime.fromisoformat("2026-07-18T00:00:00+08:00")

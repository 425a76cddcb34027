"""A report under notice, and what is said and answered about it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.notices.models import Comment, Notice
from qingshan.apps.notices.verbs.answer_comment import answer_comment
from qingshan.apps.notices.verbs.close_notice import close_notice
from qingshan.apps.notices.verbs.judge_comment import judge_comment
from qingshan.apps.notices.verbs.open_notice import open_notice
from qingshan.apps.notices.verbs.submit_comment import submit_comment

VISITOR = Actor("visitor", frozenset({"visitor"}))
LAST_MOMENT = datetime.fromisoformat("2026-08-13T23:59:59+08:00")
NEXT_DAY = datetime.fromisoformat("2026-08-14T00:00:00+08:00")


class Board:
    """The notice of a report, opened on 17 July 2026, and the acts around it."""

    def __init__(self, office) -> None:
        self.office = office
        self.report = office.reported()
        self.notice: Notice = open_notice(office.call("farm"), report=self.report.pk)
        self._count = 0

    def call(self, part: str, when: datetime | None = None) -> Call:
        call = self.office.call(part)
        return Call(call.actor, when or call.when, call.key)

    def say(self, text: str = "蓄积量的来源没有写明。", *, when=None, **told) -> Comment:
        self._count += 1
        moment = when or self.office.now + timedelta(hours=1)
        call = Call(VISITOR, moment, f"comment-{self._count}")
        return submit_comment(
            call, **{"notice": self.notice.pk, "category": "data", "text": text} | told
        )

    def answer(self, comment: Comment, part: str = "farm", text: str = "取自 2023 年二类调查。"):
        return answer_comment(self.call(part), comment=comment.pk, text=text)

    def judge(self, comment: Comment, outcome: str = "explained", text: str = "来源属实，已核对。"):
        office = self.office
        return judge_comment(
            self.call("verifier"),
            comment=comment.pk,
            verifier=office.party("verifier"),
            outcome=outcome,
            text=text,
        )

    def close(self, when: datetime = NEXT_DAY) -> Notice:
        return close_notice(self.call("registrar", when), notice=self.notice.pk)


@pytest.fixture(scope="module")
def board(office) -> Board:
    return Board(office)

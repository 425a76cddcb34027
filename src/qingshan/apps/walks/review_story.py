"""Reports that are still on their way: one before its experts, one before the public."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.refusals import YEAR_UNKNOWN
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.verbs.answer_comment import answer_comment
from qingshan.apps.notices.verbs.close_notice import close_notice
from qingshan.apps.notices.verbs.judge_comment import judge_comment
from qingshan.apps.notices.verbs.open_notice import open_notice
from qingshan.apps.notices.verbs.submit_comment import submit_comment
from qingshan.apps.projects.models import Nonconformity, Report
from qingshan.apps.projects.verbs.answer_nonconformity import answer_nonconformity
from qingshan.apps.projects.verbs.declare_tie import declare_tie
from qingshan.apps.projects.verbs.raise_nonconformity import raise_nonconformity
from qingshan.apps.projects.verbs.settle_nonconformity import settle_nonconformity
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.apps.review.models import Panel
from qingshan.apps.review.reads import members_of
from qingshan.apps.review.rules import checklist, commitment
from qingshan.apps.review.verbs.ask_question import ask_question
from qingshan.apps.review.verbs.cast_vote import cast_vote
from qingshan.apps.review.verbs.convene_panel import convene_panel
from qingshan.apps.review.verbs.declare_independence import declare_independence
from qingshan.apps.review.verbs.draw_panel import draw_panel
from qingshan.apps.walks.cast import Player
from qingshan.apps.walks.passing import enter_pool
from qingshan.core.kernel.errors import Refused

VISITOR = Actor("visitor", frozenset({"visitor"}))
MEASURED = datetime(2024, 3, 4, 10, 0, tzinfo=SHANGHAI)
OPENED = datetime(2024, 4, 8, 10, 0, tzinfo=SHANGHAI)
CLOSED = datetime(2024, 5, 8, 10, 0, tzinfo=SHANGHAI)
DRAWN = datetime(2024, 5, 13, 9, 30, tzinfo=SHANGHAI)
REVIEWED = datetime(2024, 5, 15, 9, 0, tzinfo=SHANGHAI)
OPEN_SINCE = timedelta(days=6)

Owned = tuple[Player, Report]


def tell_review(
    cast: Mapping[str, Player],
    owned: Sequence[Owned],
    *,
    now: datetime,
    tell: Callable[[str], None],
) -> None:
    """The first report was under notice in 2024 and experts review it, the second is open now."""
    first, second = owned
    tell(str(_closed_notice(cast, *first)))
    _verified(cast, first[1])
    tell(str(_panel(cast, *first)))
    _found_wrong(cast, second[1], MEASURED)
    try:
        tell(str(_open_notice(cast, *second, now - OPEN_SINCE)))
    except Refused as refused:
        # The holidays of the coming year are not announced yet: then nothing is open.
        if {refusal.code for refusal in refused.refusals} != {YEAR_UNKNOWN}:
            raise


def _closed_notice(cast: Mapping[str, Player], owner: Player, report: Report) -> Notice:
    call = _calls(report)
    notice = open_notice(call(owner.actor, "notice", OPENED), report=report.pk)
    said = (
        ("data", "figure:gross", "前后两期蓄积的调查方法是否一致？报告没有写明。", "explained"),
        ("land", "page:1", "林地面积与林权证是否核对过？", "explained"),
    )
    for number, (category, anchor, text, outcome) in enumerate(said, 1):
        comment = submit_comment(
            call(VISITOR, f"comment-{number}", OPENED + timedelta(days=number)),
            notice=notice.pk,
            category=category,
            anchor=anchor,
            text=text,
        )
        answered = OPENED + timedelta(days=number + 7)
        answer_comment(
            call(owner.actor, f"answer-{number}", answered),
            comment=comment.pk,
            text="两期均为小班一览表调查，口径一致，已在报告附件中补充说明。",
        )
        judge_comment(
            call(cast["verifier"].actor, f"judge-{number}", answered + timedelta(days=2)),
            comment=comment.pk,
            verifier=cast["verifier"].party.pk,
            outcome=outcome,
            text="已核对调查资料，答复属实，报告不需更正。",
        )
    return close_notice(call(cast["registrar"].actor, "notice-close", CLOSED), notice=notice.pk)


def _open_notice(
    cast: Mapping[str, Player], owner: Player, report: Report, opened: datetime
) -> Notice:
    call = _calls(report)
    notice = open_notice(call(owner.actor, "notice", opened), report=report.pk)
    submit_comment(
        call(VISITOR, "comment", opened + timedelta(days=1)),
        notice=notice.pk,
        category="double",
        anchor="figure:removal",
        text="这片林子有没有在其他减排机制重复申报？请业主说明。",
    )
    return notice


def _found_wrong(cast: Mapping[str, Player], report: Report, when: datetime) -> Nonconformity:
    """The verifying body asks for more about the sum."""
    return raise_nonconformity(
        _calls(report)(cast["verifier"].actor, "nonconformity", when),
        report=report.pk,
        verifier=cast["verifier"].party.pk,
        severity="minor",
        anchor="figure:removal",
        text="请补充前后两期蓄积的调查方法和调查单位，并附调查表。",
    )


def _verified(cast: Mapping[str, Player], report: Report) -> None:
    """What was found wrong is answered and settled, then the report is verified."""
    call = _calls(report)
    found = _found_wrong(cast, report, MEASURED)
    told = {"nonconformity": found.pk}
    answer_nonconformity(
        call(cast["measurer"].actor, "nonconformity-answer", OPENED),
        **told,
        text="两期均为小班一览表调查，调查表已作为附件补充。",
    )
    settle_nonconformity(
        call(cast["verifier"].actor, "nonconformity-settle", OPENED + timedelta(days=2)),
        **told,
        text="已核对附件，予以关闭。",
    )
    verify_report(
        call(cast["verifier"].actor, "verify", CLOSED + timedelta(hours=1)),
        report=report.pk,
        verifier=cast["verifier"].party.pk,
        quantity=report.run.removal,
        commitment=commitment(CLOSED.date()).zh,
    )


def _panel(cast: Mapping[str, Player], owner: Player, report: Report) -> Panel:
    """Drawn from six of whom one had worked for the owner; three members have voted."""
    call = _calls(report)
    registrar = cast["registrar"].actor
    players = enter_pool(cast, lambda step: call(registrar, step, CLOSED))
    declare_tie(
        call(registrar, "tie", CLOSED),
        party=players["expert6"].party.pk,
        other=owner.party.pk,
        kind="service",
        note="2023 年为业主编制森林经营方案",
    )
    panel = draw_panel(call(registrar, "panel", DRAWN), report=report.pk)
    members = {seat.expert.party_id for seat in members_of(panel)}
    seated = [player for player in players.values() if player.party.pk in members]
    for number, player in enumerate(seated):
        declare_independence(
            call(player.actor, f"declare-{number}", DRAWN + timedelta(hours=number + 1)),
            panel=panel.pk,
            party=player.party.pk,
        )
    convene_panel(call(registrar, "convene", REVIEWED), panel=panel.pk)
    for number, player in enumerate(seated[2:]):
        cast_vote(
            call(player.actor, f"vote-{number}", REVIEWED + timedelta(hours=number + 2)),
            panel=panel.pk,
            party=player.party.pk,
            in_favour=True,
            scores={item.key: item.points - 1 for item in checklist(DRAWN.date())},
            opinion="方法适用，数据可追溯，复算一致，同意通过。",
        )
    ask_question(
        call(seated[0].actor, "ask", REVIEWED + timedelta(hours=1)),
        panel=panel.pk,
        party=seated[0].party.pk,
        anchor="figure:gross",
        text="单位面积年减排量高于邻县，主要原因是什么？",
    )
    return panel


def _calls(report: Report) -> Callable[[Actor, str, datetime], Call]:
    """Calls about one report; each step has a key of its own, the same whenever it is told."""
    county = report.run.monitoring.project.county_code
    return lambda actor, step, when: Call(actor, when, f"story/{county}/{step}")

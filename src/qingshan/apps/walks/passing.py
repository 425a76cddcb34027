"""What lies between a project and its ticket: acceptance, public notice and expert review.

The main walk, the demonstration and the office of the tests take the same steps through the same
verbs; only people, keys and days differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from qingshan.apps.applications.verbs.submit_application import KIND, SUBJECT
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.casework.checks import items_of
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.ask_opinion import ask_opinion
from qingshan.apps.casework.verbs.forward_case import forward_case
from qingshan.apps.casework.verbs.give_opinion import give_opinion
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.casework.verbs.pass_review import pass_review
from qingshan.apps.casework.verbs.record_checks import Check, record_checks
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.verbs.close_notice import close_notice
from qingshan.apps.notices.verbs.open_notice import open_notice
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.review.models import Panel, PoolExpert
from qingshan.apps.review.reads import members_of
from qingshan.apps.review.rules import checklist
from qingshan.apps.review.verbs.cast_vote import cast_vote
from qingshan.apps.review.verbs.close_panel import close_panel
from qingshan.apps.review.verbs.convene_panel import convene_panel
from qingshan.apps.review.verbs.declare_independence import declare_independence
from qingshan.apps.review.verbs.draw_panel import draw_panel
from qingshan.apps.review.verbs.enter_expert import enter_expert
from qingshan.apps.review.verbs.sign_minutes import sign_minutes
from qingshan.apps.walks.cast import EXPERTS, Player, enter

AN_HOUR = timedelta(hours=1)
UNIT = "示例林业大学"
BODIES = {"measuring": "measurer", "verifying": "verifier"}


@dataclass(frozen=True)
class Way:
    """Whose report goes which way: the cast, the owner, and how a call about it is made."""

    cast: Mapping[str, Player]
    owner: Player
    call: Callable[[Actor, str, datetime], Call]

    def by(self, part: str, step: str, when: datetime) -> Call:
        """A call by one of the cast."""
        return self.call(self.cast[part].actor, step, when)

    def by_owner(self, step: str, when: datetime) -> Call:
        """A call by the owner of the project."""
        return self.call(self.owner.actor, step, when)

    def party(self, part: str) -> int:
        """The party for which one of the cast acts."""
        key: int = self.cast[part].party.pk
        return key


def apply(way: Way, claim: MonitoringPeriod, when: datetime) -> Case:
    """The owner's application for a ticket; land outside the province goes to its own offices."""
    county = claim.project.county_code
    return open_case(
        way.by_owner("apply", when),
        kind=KIND,
        title=claim.project.name,
        party=claim.project.party_id,
        county=county if county.startswith(settings.PROVINCE) else "",
        subject_kind=SUBJECT,
        subject_key=str(claim.pk),
    )


def accept(way: Way, case: Case, when: datetime) -> Case:
    """The county office finds the application complete and accepts it."""
    _check(way, case, "submitted", when)
    return accept_case(way.by("county", "accept-case", when), case=case.pk)


def forward(way: Way, case: Case, confirmed: datetime, when: datetime) -> Case:
    """The title is confirmed, the first review passed, the case sent to the department above."""
    opinion = ask_opinion(way.by("county", "ask-opinion", confirmed), case=case.pk)
    give_opinion(
        way.by("land", "give-opinion", confirmed + AN_HOUR),
        opinion=opinion.pk,
        holds=True,
        text="经核对登记簿，权属清楚，无争议。",
    )
    _check(way, case, "accepted", when)
    pass_review(way.by("county", "pass-review", when), case=case.pk)
    return forward_case(
        way.by("county", "forward", when + AN_HOUR), case=case.pk, office=way.party("forestry")
    )


def charge(way: Way, claim: MonitoringPeriod, when: datetime) -> None:
    """The owner charges a body with each part."""
    for part, body in BODIES.items():
        assign_body(
            way.by_owner(f"assign-{part}", when),
            monitoring=claim.pk,
            part=part,
            body=way.party(body),
        )


def publish(way: Way, report: Report, opened: datetime, closed: datetime) -> Notice:
    """The report lies open for its working days, and nobody says anything."""
    notice = open_notice(way.by_owner("notice", opened), report=report.pk)
    return close_notice(way.by("registrar", "notice-close", closed), notice=notice.pk)


def recommend(way: Way, report: Report, drawn: datetime, voted: datetime) -> Panel:
    """Experts are drawn, declare themselves, vote for the report and sign the minutes."""
    panel = draw_panel(way.by("registrar", "draw", drawn), report=report.pk)
    for number, member in _members(panel):
        declare_independence(
            way.call(_expert(member), f"declare-{number}", drawn + AN_HOUR),
            panel=panel.pk,
            party=member.pk,
        )
    convene_panel(way.by("registrar", "convene", voted), panel=panel.pk)
    scores = {item.key: item.points - 1 for item in checklist(voted.date())}
    for number, member in _members(panel):
        cast_vote(
            way.call(_expert(member), f"vote-{number}", voted + AN_HOUR),
            panel=panel.pk,
            party=member.pk,
            in_favour=True,
            scores=scores,
            opinion="方法适用，数据可追溯，复算一致，同意通过。",
        )
    after = voted + 2 * AN_HOUR
    closed = close_panel(way.by("registrar", "panel-close", after), panel=panel.pk)
    for number, member in _members(panel):
        sign_minutes(
            way.call(_expert(member), f"minutes-{number}", after),
            panel=panel.pk,
            party=member.pk,
        )
    return closed


def enter_pool(cast: Mapping[str, Player], registrar: Callable[[str], Call]) -> dict[str, Player]:
    """The expert of the cast and five more; who is in the pool already is left alone.

    ``registrar`` makes the call by which the named one is entered.
    """
    when = registrar("pool").when
    players = {"expert": cast["expert"]} | {part.username: enter(part, when) for part in EXPERTS}
    known = set(PoolExpert.objects.values_list("party", flat=True))
    for name, player in players.items():
        if player.party.pk not in known:
            enter_expert(
                registrar(f"pool-{name}"),
                party=player.party.pk,
                fields=["carbon", "inventory"],
                unit=UNIT,
            )
    return players


def _check(way: Way, case: Case, step: str, when: datetime) -> None:
    checks: list[Check] = [
        {"item": item.key, "version": 0, "verdict": "good", "text": ""}
        for item in items_of(case)
        if item.step == step and item.is_required
    ]
    record_checks(way.by("county", f"check-{step}", when), case=case.pk, checks=checks)


def _members(panel: Panel) -> Iterable[tuple[int, Party]]:
    return [(number, seat.expert.party) for number, seat in enumerate(members_of(panel))]


def _expert(member: Party) -> Actor:
    return actor_of(member.memberships.standing().filter(role="expert").order_by("pk")[0].user)

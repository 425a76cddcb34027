"""A verified report, a pool of experts and the panel drawn from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingshan.apps.base.call import Call
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.apps.review.models import Panel, PoolExpert
from qingshan.apps.review.reads import members_of
from qingshan.apps.review.rules import checklist
from qingshan.apps.review.verbs.cast_vote import cast_vote
from qingshan.apps.review.verbs.close_panel import close_panel
from qingshan.apps.review.verbs.convene_panel import convene_panel
from qingshan.apps.review.verbs.declare_independence import declare_independence
from qingshan.apps.review.verbs.draw_panel import draw_panel
from qingshan.apps.review.verbs.enter_expert import enter_expert
from qingshan.apps.walks.cast import Part, enter

NAMES = ("甲一", "乙二", "丙三", "丁四", "戊五", "己六", "庚七")


class Bench:
    """Seven experts and a report that was verified by the bodies charged with it."""

    def __init__(self, office) -> None:
        self.office = office
        self.experts = [self._entered(number, name) for number, name in enumerate(NAMES, 1)]
        self.report = self.verified()

    def _entered(self, number: int, name: str) -> PoolExpert:
        office = self.office
        part = Part(f"judge{number}", name, ("expert",), "person", name, name)
        party = enter(part, office.now).party
        return enter_expert(
            office.call("registrar"), party=party.pk, fields=["carbon"], unit="示例大学"
        )

    def verified(self, claim=None) -> Report:
        office = self.office
        claim = claim or office.claimed()
        for part, body in (("measuring", "measurer"), ("verifying", "verifier")):
            assign_body(
                office.call("farm"), monitoring=claim.pk, part=part, body=office.party(body)
            )
        report = office.reported(claim)
        verify_report(office.call("verifier"), report=report.pk, verifier=office.party("verifier"))
        return Report.objects.get(pk=report.pk)

    def call(self, party: Party) -> Call:
        """A call by the person who acts for an expert."""
        user = party.memberships.get(role="expert").user
        key = self.office.call("registrar").key
        return Call(actor_of(user), self.office.now, key)

    def organiser(self) -> Call:
        return self.office.call("registrar")

    def draw(self, report: Report | None = None) -> Panel:
        return draw_panel(self.organiser(), report=(report or self.report).pk)

    def members(self, panel: Panel) -> list[Party]:
        return [seat.expert.party for seat in members_of(panel)]

    def declare(self, panel: Panel, party: Party):
        return declare_independence(self.call(party), panel=panel.pk, party=party.pk)

    def convened(self, report: Report | None = None) -> Panel:
        panel = self.draw(report)
        for party in self.members(panel):
            self.declare(panel, party)
        return convene_panel(self.organiser(), panel=panel.pk)

    def vote(self, panel: Panel, party: Party, *, yes: bool = True, **changes):
        scores = {item.key: item.points - (0 if yes else 8) for item in self.items()}
        told = {"in_favour": yes, "scores": scores, "opinion": "数据完整，计算可复现。"}
        return cast_vote(self.call(party), panel=panel.pk, party=party.pk, **told | changes)

    def items(self):
        return checklist(self.office.now.date())

    def close(self, panel: Panel, in_favour: int = 5) -> Panel:
        for number, party in enumerate(self.members(panel)):
            self.vote(panel, party, yes=number < in_favour)
        return close_panel(self.organiser(), panel=panel.pk)


@pytest.fixture(scope="module")
def bench(office) -> Bench:
    office.now = office.now + timedelta(hours=1)
    return Bench(office)

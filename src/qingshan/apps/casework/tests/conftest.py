"""County offices with their people, and cases that a test may start from."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.casework.checks import items_of
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.ask_opinion import ask_opinion
from qingshan.apps.casework.verbs.give_opinion import give_opinion
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.casework.verbs.pass_review import pass_review
from qingshan.apps.casework.verbs.record_checks import record_checks
from qingshan.apps.parties.models import Party, User
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.parties.verbs.register_party import register_party
from qingshan.apps.walks.cast import FOUNDER

COUNTY, OTHER_COUNTY = "522629", "522628"
KIND = "ticket_application"
TODAY = "2026-07-17"

CallOn = Callable[..., Call]


class Desk:
    """Acts of casework as a test needs them: who, on which day, in a few words."""

    def __init__(self, office) -> None:
        self.office = office
        self._count = itertools.count(1)

    def at(self, part: str | Actor, day: str = TODAY) -> Call:
        """A call by one of the cast, or by any actor, at ten o'clock of a day."""
        when = datetime.fromisoformat(f"{day}T10:00:00+08:00")
        if isinstance(part, Actor):
            return Call(part, when, f"desk-{next(self._count)}")
        return replace(self.office.call(part), when=when)

    def opened(self, day: str = TODAY, part: str = "farm", **changes) -> Case:
        """A case of the farm about a matter of its own."""
        told = {
            "kind": KIND,
            "title": "试验项目碳票申请",
            "party": self.office.party("farm"),
            "county": COUNTY,
            "subject_kind": "test.matter",
            "subject_key": str(next(self._count)),
        }
        return open_case(self.at(part, day), **told | changes)

    def checked(self, case: Case, step: str, day: str = TODAY, **verdicts: str) -> Case:
        """Every item of a step answered: in order, or as told (a text makes it a problem)."""
        standing = {one.item: one.version for one in case.answers.order_by("version")}
        checks = [
            {
                "item": item.key,
                "version": standing.get(item.key, 0),
                "verdict": "problem" if item.key in verdicts else "good",
                "text": verdicts.get(item.key, ""),
            }
            for item in items_of(case)
            if item.step == step
        ]
        return record_checks(self.at("county", day), case=case.pk, checks=checks)

    def accepted(self, day: str = TODAY, **changes) -> Case:
        """A case that the county office has accepted on the day of its opening."""
        case = self.checked(self.opened(day, **changes), "submitted", day)
        return accept_case(self.at("county", day), case=case.pk)

    def confirmed(self, case: Case, day: str = TODAY) -> None:
        """The opinion that the title is as stated."""
        opinion = ask_opinion(self.at("county", day), case=case.pk)
        give_opinion(self.at("land", day), opinion=opinion.pk, holds=True, text="权属清楚无争议")

    def reviewed(self, day: str = TODAY, **changes) -> Case:
        """A case that passed its first review on the day of its opening."""
        case = self.accepted(day, **changes)
        self.checked(case, "accepted", day)
        self.confirmed(case, day)
        return pass_review(self.at("county", day), case=case.pk)

    def bureau(self, area: str) -> Party:
        """Another forestry office."""
        name = f"{area} 林业局"
        return register_party(self.at(FOUNDER), kind="office", name=name, name_en=f"Bureau {area}")

    def person(self, name: str, party: int, area: str, role: str = "county_reviewer") -> Actor:
        """Somebody more in an office."""
        user = open_account(self.at(FOUNDER), username=name, display_name=name)
        appoint(self.at(FOUNDER), user=user.pk, party=party, role=role, area=area)
        return actor_of(User.objects.get(pk=user.pk))


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


def key_of(actor: Actor) -> int:
    """The key of the person behind an actor."""
    return int(actor.name.removeprefix("user:"))

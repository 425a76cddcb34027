"""Every move of every machine is taken, and every absent one is refused."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from typing import ClassVar

import pytest
from django.apps import apps
from django.db import models

from qingshan import apps as office_floor
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.moves import advance, must_be_in
from qingshan.apps.base.roles import ROLES, role_missing
from qingshan.apps.base.verb import verbs
from qingshan.apps.exchange.machine import LISTING, TRADE
from qingshan.apps.land.machine import SURVEY
from qingshan.apps.pledges.machine import PLEDGE
from qingshan.apps.projects.machine import MONITORING
from qingshan.apps.remedies.machine import SUBSCRIPTION
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

for _found in pkgutil.walk_packages(office_floor.__path__, "qingshan.apps."):
    if ".verbs." in _found.name:
        import_module(_found.name)

MACHINES = (SURVEY, MONITORING, LISTING, TRADE, PLEDGE, SUBSCRIPTION)
MOVES = [(machine, move) for machine in MACHINES for move in machine.moves]
ABSENT = [
    (machine, state, verb)
    for machine in MACHINES
    for state in machine.states
    for verb in sorted({move.verb for move in machine.moves})
    if machine.move(verb, state) is None
]


@dataclass
class Thing:
    """Anything with a state."""

    rules: Machine
    state: str
    machine: ClassVar[Machine] = SURVEY

    def __post_init__(self) -> None:
        self.machine = self.rules  # type: ignore[misc]

    def __str__(self) -> str:
        return "某事项"


def call(now, *roles: str) -> Call:
    return Call(Actor("someone", frozenset(roles)), now, "k")


@pytest.mark.parametrize(("machine", "move"), MOVES, ids=lambda v: getattr(v, "verb", ""))
def test_a_move_leads_where_the_table_says(machine, move):
    thing = Thing(machine, move.source)
    advance(thing, move.verb, call(None, move.role))
    assert thing.state == move.target


@pytest.mark.parametrize(("machine", "state", "verb"), ABSENT, ids=str)
def test_an_absent_move_is_refused(machine, state, verb, refuses):
    thing = Thing(machine, state)
    with refuses("E-MC-01"):
        advance(thing, verb, call(None, *ROLES))
    assert thing.state == state


@pytest.mark.parametrize(("machine", "move"), MOVES, ids=lambda v: getattr(v, "verb", ""))
def test_a_move_waits_for_its_role(machine, move, refuses):
    thing = Thing(machine, move.source)
    with refuses("E-AU-01"):
        advance(thing, move.verb, call(None, "auditor"))
    assert thing.state == move.source


def test_act_roles_and_states_are_told_in_the_language_of_the_sentence():
    act, actor = Label("会签", "co-sign"), Actor("user:1", account="wei")
    (stranger,) = role_missing(actor, act, ("registrar", "court")).refusals
    assert (stranger.place, stranger.what("zh")) == ("wei", "您的账号不能办理“会签”。")
    assert stranger.what("en") == "Your account may not do this: co-sign."
    assert stranger.why("zh") == "此事由登记机构、法院办理。"
    assert stranger.why("en") == "This act belongs to: registrar, court."
    with pytest.raises(Refused) as caught:
        must_be_in(Thing(MONITORING, "issued"), ("measured", "verified"), act)
    (early,) = caught.value.refusals
    named = {name: MONITORING.label(name) for name in ("issued", "measured", "verified")}
    assert early.what("zh").endswith(f"当前为“{named['issued'].zh}”，不能会签。")
    assert early.what("en").endswith(f" is “{named['issued'].en}”; co-sign is not possible.")
    both = named["measured"], named["verified"]
    assert early.why("zh") == f"该环节须先处于：{both[0].zh}、{both[1].zh}。"
    assert early.why("en") == f"That act starts from: {both[0].en}, {both[1].en}."


@pytest.mark.parametrize(("machine", "move"), MOVES, ids=lambda v: getattr(v, "verb", ""))
def test_a_move_is_a_verb_whose_card_has_the_role(machine, move):
    assert move.role in verbs()[move.verb].roles


def test_every_model_with_a_state_keeps_to_its_machine():
    moving = [model for model in apps.get_models() if hasattr(model, "machine")]
    assert {model.machine.name for model in moving} >= {machine.name for machine in MACHINES}
    for model in moving:
        assert model._meta.get_field("state").default == model.machine.start
        checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
        assert any("state" in str(check.condition) for check in checks), model

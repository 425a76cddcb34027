"""Machines, the verbs that move them, and the constraints that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import models

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.roles import ROLES
from qingshan.apps.base.verb import verbs
from qingshan.config.made import load_rooms, machines
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.machine import Machine

load_rooms()
MACHINES = [machine for _, machine in machines()]
MOVED = [
    model for model in apps.get_models() if isinstance(getattr(model, "machine", None), Machine)
]
NOBODY = Actor("nobody")


@dataclass
class Thing:
    """Anything that has a state."""

    machine: Machine
    state: str

    def __str__(self) -> str:
        return self.machine.name


def call_as(role: str) -> Call:
    return Call(Actor("tester", frozenset({role})), datetime(2024, 3, 28, tzinfo=UTC), "key")


def by_name(machine: Machine) -> str:
    return machine.name


def test_every_machine_rules_one_model() -> None:
    assert sorted(m.machine.name for m in MOVED) == sorted(machine.name for machine in MACHINES)
    assert len(MACHINES) >= 6


@pytest.mark.parametrize("machine", MACHINES, ids=by_name)
def test_every_move_is_a_verb_that_its_role_may_call(house, machine) -> None:
    for move in machine.moves:
        card = verbs()[move.verb]
        assert move.role in ROLES
        assert move.role in card.roles, f"{move.verb} is for {card.roles}, the move for {move.role}"
        assert (house.package / "apps" / card.room / "verbs" / f"{move.verb}.py").is_file()


@pytest.mark.parametrize("machine", MACHINES, ids=by_name)
def test_every_machine_has_its_diagram(house, machine) -> None:
    """The made page draws every state and every move, as the machine stands today."""
    page = (house.root / "docs" / "made" / "machines.md").read_text(encoding="utf-8")
    drawn = re.findall(r"```mermaid\n(.*?)\n```", page, flags=re.DOTALL)
    assert machine.mermaid() in drawn
    for move in machine.moves:
        assert re.search(rf"{move.source} --> {move.target}\b.*{move.verb}", machine.mermaid())


@pytest.mark.parametrize("machine", MACHINES, ids=by_name)
def test_every_state_is_reached(machine) -> None:
    assert {machine.start} | {move.target for move in machine.moves} == set(machine.states)


@pytest.mark.parametrize("model", MOVED, ids=lambda model: model.__name__)
def test_the_database_knows_the_states_of_the_machine(model) -> None:
    allowed = [
        set(values)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and constraint.name.endswith("_state_known")
        for name, values in constraint.condition.children
        if name == "state__in"
    ]
    assert allowed == [set(model.machine.states)]
    assert model._meta.get_field("state").default == model.machine.start


@pytest.mark.parametrize("machine", MACHINES, ids=by_name)
def test_every_move_is_walked_and_every_absent_one_refused(machine, refuses) -> None:
    for state in machine.states:
        for verb in {move.verb for move in machine.moves}:
            thing = Thing(machine, state)
            move = machine.move(verb, state)
            if move is None:
                with refuses("E-MC-01"):
                    advance(thing, verb, call_as("system"))
                assert thing.state == state
                continue
            with pytest.raises(Refused) as caught:
                advance(thing, verb, Call(NOBODY, datetime(2024, 3, 28, tzinfo=UTC), "key"))
            assert caught.value.refusals[0].code == "E-AU-01"
            # Whoever may call the verb may make the move.
            for role in {move.role, *verbs()[verb].roles}:
                thing.state = state
                advance(thing, verb, call_as(role))
                assert thing.state == move.target

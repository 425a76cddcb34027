"""States and moves as a table, used by guard, constraint, button, diagram and test alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Move:
    """The verb that leads from one state to another and the role that may do it."""

    verb: str
    source: str
    target: str
    role: str


@dataclass(frozen=True)
class Machine:
    """A named machine: its states with their labels, where it starts, and its moves."""

    name: str
    start: str
    states: Mapping[str, Label]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        """Every state named by a move is declared, and no verb is ambiguous in a state."""
        named = {self.start} | {m.source for m in self.moves} | {m.target for m in self.moves}
        missing = named - set(self.states)
        if missing:
            raise ValueError(f"{self.name}: states without a label: {sorted(missing)}")
        seen = [(m.verb, m.source) for m in self.moves]
        if len(seen) != len(set(seen)):
            raise ValueError(f"{self.name}: a verb leads from one state to two")

    def move(self, verb: str, source: str) -> Move | None:
        """The move that this verb makes from this state, if there is one."""
        return next((m for m in self.moves if m.verb == verb and m.source == source), None)

    def from_state(self, source: str) -> Iterator[Move]:
        """The moves open in a state."""
        return (m for m in self.moves if m.source == source)

    def label(self, state: str) -> Label:
        """The name of a state."""
        return self.states[state]

    def final_states(self) -> set[str]:
        """States from which nothing leads on."""
        return set(self.states) - {m.source for m in self.moves}

    def mermaid(self) -> str:
        """The machine as a state diagram for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {m.source} --> {m.target}: {m.verb} ({m.role})" for m in self.moves]
        return "\n".join(lines)

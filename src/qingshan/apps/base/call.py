"""The four things that every act has: who, when, key, note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Actor:
    """Who acts: a name for the journal, the roles held and the parties acted for.

    ``account`` is the name under which a person signs in.
    """

    name: str
    roles: frozenset[str] = frozenset()
    parties: frozenset[int] = frozenset()
    account: str = ""

    @property
    def shown(self) -> str:
        """By what a refusal names the actor: the account, as offices know it."""
        return self.account or self.name

    def may(self, *roles: str) -> bool:
        """Whether the actor holds one of the roles."""
        return bool(self.roles & set(roles))

    def acts_for(self, party: int) -> bool:
        """Whether the actor may act in the name of a party."""
        return party in self.parties


SYSTEM = Actor("system", frozenset({"system"}))
"""The timer, which acts for nobody."""


@dataclass(frozen=True)
class Call:
    """One act: the same key twice is the same act and gets the first answer."""

    actor: Actor
    when: datetime
    key: str
    note: str = ""

    def step(self, name: str) -> Call:
        """The call for a named step of a longer walk, with a key of its own."""
        return replace(self, key=f"{self.key}/{name}")

"""What the words and papers of an event need: number, title, parties, people, page, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Sender:
    """Who wrote a comment or complaint: its number, and the page that shows what became of it."""

    number: str
    page: tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Matter:
    """What the words and papers of an event need; parties and people by their keys.

    ``ref`` is an official number that says nothing of a person: the one thing that the subject of
    a mail may hold. ``pages`` are those of audiences that open another page. ``amounts`` are what
    is added up where one is told of several at once, in carbon units (``quantity``) and fen
    (``fen``), and ``several_page`` is the page opened then. ``own`` is what a party is told in the
    place of the fact that all are told.
    """

    number: str
    ref: str = ""
    title: str = ""
    parties: Mapping[str, list[int]] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    handlers: tuple[str, ...] = ()
    county: str = ""
    page: tuple[str, dict[str, str]] = ("", {})
    pages: Mapping[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    own: Mapping[int, Facts] = field(default_factory=dict)
    amounts: Mapping[str, int] = field(default_factory=dict)
    several_page: tuple[str, dict[str, str]] = ("", {})
    sender: Sender | None = None

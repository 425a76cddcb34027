"""What waits for somebody: the shape in which every office tells the inbox of its tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model

from qingshan.apps.base.call import Actor, Call
from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Task:
    """One thing that waits: which act, on what, and what to know before pressing.

    With ``href`` it is done on a page of its own instead of by the press of a button.
    """

    act: str
    key: int
    label: Label
    title: str
    note: Label
    since: object
    href: str = ""


@dataclass(frozen=True)
class Act:
    """An act of the workspace: its roles, what it can be done to, and how it is done.

    Without ``do`` it needs more than a press, and each of its tasks has an address. ``is_due``
    says that somebody waits for it; the others may be done whenever one likes.
    """

    roles: tuple[str, ...]
    subjects: Callable[[Actor], Iterable[Task]]
    do: Callable[[Call, int], Model] | None = None
    is_due: bool = True

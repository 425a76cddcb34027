"""What is still to be sent when an act has judged all, and what an error in it means.

Such statements go to the server in one message with the event and the commit, so that their locks
are held no longer than the server needs for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import Error

from qingshan.apps.base.prepared import Asked


@dataclass(frozen=True)
class Last:
    """Statements in their order; ``meaning`` says what an error in one of them is."""

    asked: Sequence[Asked] = ()
    meaning: Callable[[Error], Exception] = lambda error: error

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Raise what an error means in its place."""
        try:
            yield
        except Error as error:
            meant = self.meaning(error)
            if meant is error:
                raise
            raise meant from error


NOTHING = Last()

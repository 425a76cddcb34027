"""A county office with its reviewers, and cases that a test may start from."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from qingshan.apps.base.call import Call
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.open_case import open_case

COUNTY = "522629"
KIND = "ticket_application"


@pytest.fixture
def at(office) -> Callable[..., Call]:
    """A call by one of the cast on a day at ten o'clock: ``at("county", "2026-02-13")``."""

    def call(part: str, day: str = "2026-07-17") -> Call:
        return replace(office.call(part), when=datetime.fromisoformat(f"{day}T10:00:00+08:00"))

    return call


@pytest.fixture
def opened(office, at) -> Callable[..., Case]:
    """A case of the farm about a matter of its own."""
    count = itertools.count(1)

    def make(day: str = "2026-07-17", **changes) -> Case:
        told = {
            "kind": KIND,
            "title": "试验项目碳票申请",
            "party": office.party("farm"),
            "county": COUNTY,
            "subject_kind": "test.matter",
            "subject_key": str(next(count)),
        }
        part = changes.pop("part", "farm")
        return open_case(at(part, day), **told | changes)

    return make

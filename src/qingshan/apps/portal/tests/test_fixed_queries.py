"""Every fixed query of the house can be kept by the server, and answers then as before."""

from __future__ import annotations

import gc

import pytest

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.portal import finding, ticket_page
from qingshan.apps.registry import verifying

pytestmark = pytest.mark.django_db
assert finding, ticket_page
assert verifying

FIXED = [one for one in gc.get_objects() if isinstance(one, Fixed)]


@pytest.mark.parametrize("fixed", FIXED, ids=lambda fixed: fixed._make.__qualname__)
def test_it_is_kept(fixed: Fixed) -> None:
    told = [fixed.rows(*fixed._marks) for _ in range(3)]
    assert all(rows == told[0] for rows in told)


def test_there_are_some() -> None:
    assert len(FIXED) > 8

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


def test_each_is_kept() -> None:
    # Asked for its class, a lazy object of another test would look itself up: its type is enough.
    # They are looked for here: the order in which the collector has them is nobody's to rely on.
    every = [one for one in gc.get_objects() if type(one) is Fixed]
    found = [one for one in every if ".tests." not in one._make.__module__]
    assert len(found) > 8
    for fixed in found:
        told = [fixed.rows(*fixed._marks) for _ in range(3)]
        assert all(rows == told[0] for rows in told), fixed._make.__qualname__

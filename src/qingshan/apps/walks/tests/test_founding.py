"""A house that is no demonstration begins with three administrators, once."""

from __future__ import annotations

from datetime import datetime

import pytest

from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.walks.founding import found

pytestmark = pytest.mark.django_db
WHEN = datetime.fromisoformat("2026-07-17T10:00:00+08:00")
NAMES = {
    "administrator": "ops", "security_administrator": "sec", "audit_administrator": "aud",
}  # fmt: skip


def test_three_administrators_are_entered_once(refuses):
    passwords = found(NAMES, body="省大数据局", when=WHEN)
    assert set(passwords) == set(NAMES.values())
    assert len(set(passwords.values())) == 3
    for role, username in NAMES.items():
        user = User.objects.get(username=username)
        assert actor_of(user).roles == {role}
        assert user.check_password(passwords[username])
    with refuses("E-WK-02"):
        found(NAMES, body="省大数据局", when=WHEN)

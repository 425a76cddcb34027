"""The first three administrators of a house that is no demonstration."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import ADMINISTRATORS
from qingshan.apps.parties.models import Membership, User
from qingshan.apps.parties.passwords import choose_password
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.parties.verbs.register_party import register_party
from qingshan.apps.walks.cast import FOUNDER
from qingshan.apps.walks.refusals import FOUNDED
from qingshan.core.kernel.errors import Refused

PASSWORD_BYTES = 12


def found(names: Mapping[str, str], *, body: str, when: datetime) -> dict[str, str]:
    """Enter one administrator of each kind; answers their passwords by account name.

    ``names`` are account names by role; ``body`` is the organisation that runs the house.

    Raises
    ------
    Refused
        E-WK-02 when an administrator holds office or an account of that name exists.
    """
    assert set(names) == ADMINISTRATORS
    with transaction.atomic():
        held = Membership.objects.filter(role__in=ADMINISTRATORS, until=None).exists()
        if held or User.objects.filter(username__in=names.values()).exists():
            raise Refused.because(FOUNDED, body)
        party = register_party(Call(FOUNDER, when, "found/party"), kind="office", name=body)
        passwords = {}
        for role, username in sorted(names.items()):
            call = Call(FOUNDER, when, f"found/{username}")
            user = open_account(call, username=username, display_name=username)
            appoint(call, user=user.pk, party=party.pk, role=role)
            passwords[username] = secrets.token_urlsafe(PASSWORD_BYTES)
            choose_password(user, passwords[username])
    return passwords

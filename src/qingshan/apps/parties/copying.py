"""A copy of all that the house keeps of a person (PIPL Art. 45)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qingshan.apps.base.models import Event
from qingshan.apps.parties.kinds import FACTOR_KINDS
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import unseal, unseal_fields


def copy_of(user: User, when: datetime) -> dict[str, Any]:
    """Everything, in the clear, for its owner; secrets of sign-in are no personal data to copy."""
    return {
        "made": when.isoformat(),
        "account": {
            "username": user.username,
            "display_name": user.display_name,
            "email": user.email,
            "email_confirmed": _moment(user.email_confirmed),
            "mobile": unseal(user.mobile_sealed),
            "opened": user.date_joined.isoformat(),
        },
        "roles": [
            {
                "party": row.party.name,
                "role": row.role,
                "area": row.area,
                "since": _moment(row.since),
                "until": _moment(row.until),
            }
            for row in user.memberships.select_related("party").order_by("pk")
        ],
        "applications": [
            {
                "number": row.number,
                "kind": row.kind,
                "name": row.name,
                "state": row.state,
                "submitted": row.submitted.isoformat(),
                "details": unseal_fields(row.details_sealed),
            }
            for row in user.enrolments.order_by("pk")
        ],
        "consents": list(
            user.consents.order_by("pk").values("purpose", "version", "when", "given")
        ),
        "second_factors": [
            {
                "kind": FACTOR_KINDS[row.kind].zh,
                "name": row.name,
                "since": _moment(row.since),
                "until": _moment(row.until),
            }
            for row in user.factors.order_by("pk")
        ],
        "identities": list(user.identities.order_by("pk").values("issuer", "subject", "since")),
        "sign_ins": list(
            user.sign_ins.order_by("pk").values("when", "address", "agent", "way", "outcome")
        ),
        "acts": list(
            Event.objects.filter(actor=f"user:{user.pk}").order_by("pk").values("when", "name")
        ),
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat() if when else None

"""How whoever wrote something wants to be told of it; nobody has to leave anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest

from qingshan.apps.notices.models import SenderContact
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import seal

NAMES = ("user", "mail_sealed", "mobile_sealed")


@dataclass(frozen=True)
class Contact:
    """What a form left: an account, and sealed addresses, so that the journal cannot tell them."""

    user: int | None = None
    mail_sealed: str = ""
    mobile_sealed: str = ""

    @classmethod
    def told_by(cls, request: HttpRequest, told: Mapping[str, Any]) -> Self:
        """The account of the visitor where it was ticked, mail and mobile where they were left."""
        user = request.user
        is_own = bool(told.get("tell_here")) and isinstance(user, User)
        return cls(
            user=user.pk if is_own else None,
            mail_sealed=seal(told["mail"].strip().lower()),
            mobile_sealed=seal(told["phone"].strip()) if told.get("tell_phone") else "",
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """As a verb takes it."""
        return {name: getattr(self, name) for name in NAMES}


def keep_contact(number: str, told: Mapping[str, Any]) -> None:
    """Keep how the sender of a number is told; nothing where nothing was left."""
    left = {name: value for name, value in told.items() if value}
    if not left:
        return
    if user := left.pop("user", None):
        left["user_id"] = user
    SenderContact.objects.create(number=number, **left)


def contact_of(number: str) -> SenderContact | None:
    """How the sender of a comment or complaint is told, if it was left."""
    return SenderContact.objects.select_related("user").filter(number=number).first()

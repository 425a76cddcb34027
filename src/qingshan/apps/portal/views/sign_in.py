"""Signing in; a demonstration shows its accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView

from qingshan.apps.base.roles import role_label
from qingshan.apps.parties.models import Membership
from qingshan.core.kernel.label import Label


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "portal/login.html"

    def get_context_data(self, **known: Any) -> dict[str, Any]:
        """Add the accounts of the demonstration, one for each role."""
        context = super().get_context_data(**known)
        if settings.DEMO:
            context["demo_password"] = settings.DEMO_PASSWORD
            context["demo_accounts"] = _accounts()
        return context


def _accounts() -> list[dict[str, Any]]:
    first: dict[str, Membership] = {}
    for membership in Membership.objects.select_related("user", "party").order_by("pk"):
        first.setdefault(membership.role, membership)
    return [
        {
            "username": membership.user.username,
            "name_label": Label(membership.party.name, membership.party.name_en),
            "labels": [role_label(role)],
        }
        for role, membership in first.items()
    ]

"""The addresses of rights checks."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.diligence.views import checks, consents

CONSENT = "desk/rights-checks/consents/<str:number>/"

urlpatterns = [
    path("desk/rights-checks/", checks.checks, name="rights_checks"),
    path("desk/rights-checks/ask/", consents.ask, name="ask_rights_check"),
    path("desk/rights-checks/grant/", consents.grant, name="grant_rights_check"),
    path("desk/rights-checks/open/", checks.make, name="open_rights_check"),
    path(f"{CONSENT}decline/", consents.decline, name="decline_rights_check"),
    path(f"{CONSENT}withdraw/", consents.withdraw, name="withdraw_rights_check"),
    path("desk/rights-checks/<str:number>/", checks.check, name="rights_check"),
    path("desk/rights-checks/<str:number>/paper/", checks.paper, name="rights_check_paper"),
    path("rights-checks/<str:number>", checks.verify, name="check_rights_check"),
]

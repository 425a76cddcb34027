"""Addresses of the rulebook; the rules themselves are read at ``market_rules``."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.rulebook import views

urlpatterns = [
    path("desk/trading/rules/", views.announce, name="announce_rules"),
    path("desk/trading/rules/<str:number>/withdraw/", views.withdraw, name="withdraw_rules"),
]

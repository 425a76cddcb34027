"""Addresses of the reports."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.gazette import views

urlpatterns = [
    path("market/reports/", views.reports, name="market_reports"),
    path("market/reports/<str:period>/", views.report, name="market_report"),
    path(
        "market/reports/<str:period>/report.<str:suffix>",
        views.report_file,
        name="market_report_file",
    ),
]

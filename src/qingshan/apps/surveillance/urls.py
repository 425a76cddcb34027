"""The addresses of market surveillance."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.surveillance.views import alerts, clarifications

ALERT = "desk/alerts/<str:number>/"

urlpatterns = [
    path("desk/alerts/", alerts.alerts, name="alerts"),
    path(ALERT, alerts.alert, name="alert"),
    path(f"{ALERT}ask/", alerts.ask, name="ask_clarification"),
    path(f"{ALERT}warn/", alerts.warn, name="warn_party"),
    path(f"{ALERT}evidence.zip", alerts.evidence, name="alert_evidence"),
    path(f"{ALERT}close/", alerts.close, name="close_alert"),
    path("desk/alerts/asked/<str:number>/drop/", alerts.drop, name="drop_clarification"),
    path("desk/clarifications/", clarifications.clarifications, name="clarifications"),
    path("desk/clarifications/<str:number>/", clarifications.clarification, name="clarification"),
    path(
        "desk/clarifications/<str:number>/file/",
        clarifications.clarification_file,
        name="clarification_file",
    ),
]

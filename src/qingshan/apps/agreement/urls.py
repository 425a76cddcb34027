"""The addresses of the nightly comparison."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.agreement import views

urlpatterns = [
    path("market/agreement/", views.nights, name="agreements"),
    path("market/agreement/<str:day>/", views.night, name="agreement"),
]

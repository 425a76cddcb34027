"""Addresses of the frame: the switch to large type and the gallery of components."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.base import views

urlpatterns = [
    path("look/", views.look, name="look"),
    path("elder/", views.elder, name="elder"),
]

"""The addresses of pledges."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.pledges.views import pledges

urlpatterns = [
    path("desk/pledges/", pledges.pledges, name="pledges"),
    path("desk/pledges/new/", pledges.register, name="register_pledge"),
    path("desk/pledges/<str:number>/", pledges.pledge, name="pledge"),
    path("desk/pledges/<str:number>/release/", pledges.release, name="release_pledge"),
    path("desk/pledges/<str:number>/default/", pledges.default, name="note_default"),
    path("desk/pledges/<str:number>/foreclose/", pledges.foreclose, name="foreclose_pledge"),
]
